import { createGateway, type Gateway, withRetry } from "@workkit/ai-gateway";
import { createSimulator } from "@workkit/ai-simulator";
import worker from "./getting-started-worker.ts";

export async function wholeWorker() {
	// #region worker
	const simulator = createSimulator();
	globalThis.fetch = simulator.fetch; // in vitest: vi.stubGlobal("fetch", simulator.fetch)
	const env = { AI: simulator.ai, OPENAI_KEY: "any", ANTHROPIC_KEY: "any" };

	const request = new Request("http://worker/", { method: "POST", body: "Say hello." });
	const response = await worker.fetch(request, env);
	console.log(response.status, await response.json());
	// #endregion
}

export async function script() {
	// #region script
	const simulator = createSimulator({
		script: [
			{ when: { provider: "openai", times: 1 }, reply: { error: { status: 429, headers: { "retry-after": "2" } } } },
			{ when: { prompt: "weather" }, reply: { toolCalls: [{ name: "get_weather", arguments: { city: "Paris" } }] } },
			{ when: { model: "claude-*", stream: true }, reply: { fault: { type: "cut", afterBytes: 700 } } },
			{ when: { prompt: "recipe" }, reply: { text: '{"name":"Pan', finish: "length" } },
			{ reply: "Hello." },
		],
	});
	// #endregion
	return simulator;
}

export async function chance() {
	// #region chance
	const simulator = createSimulator({
		faults: {
			seed: 7,
			mix: { rateLimitWithRetryAfter: 0.1, overloaded529: 0.1, malformed: 0.05 },
			retryAfterSeconds: 0,
		},
	});
	const gateway = withRetry(
		createGateway({
			providers: { openai: { type: "openai", apiKey: "any", fetch: simulator.fetch } },
			defaultProvider: "openai",
		}),
		{ maxAttempts: 6, delayMs: () => 0 },
	);
	for (let call = 0; call < 100; call++) await gateway.run("gpt-5.2", { prompt: "Hello" });
	console.log(simulator.requests().length); // the same on every run
	// #endregion
}

export async function time() {
	// #region time
	let nowMs = Date.now();
	const simulator = createSimulator({
		now: () => nowMs,
		gateway: { gateways: [{ id: "my-gateway", cache_ttl: 60 }] },
	});
	const gateway = createGateway({
		providers: { openai: { type: "openai", apiKey: "any", fetch: simulator.fetch } },
		defaultProvider: "openai",
		cfGateway: { accountId: "any", gatewayId: "my-gateway" },
	});
	const ask = async () => (await gateway.run("gpt-5.2", { prompt: "Hello" })).receipt.gateway?.cacheStatus;

	console.log(await ask(), await ask()); // MISS HIT
	nowMs += 61_000;
	console.log(await ask()); // MISS
	// #endregion
}

// #region by-hand
/** A gateway without a simulator: every wrapper and helper takes it. */
export const parrot: Gateway = {
	run: async (model, input) => ({ text: String(input.prompt), raw: null, provider: "parrot", model }),
	providers: () => ["parrot"],
	defaultProvider: () => "parrot",
};
// #endregion

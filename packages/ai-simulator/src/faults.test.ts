import { describe, expect, it } from "vitest";
import { createFaults } from "./faults.ts";
import { createSimulator, type FaultKind, type Simulator, type SimulatorOptions } from "./index.ts";
import { embedPromptOf } from "./prompt-of.ts";

const SHARE: Readonly<Record<string, readonly [url: string, body: object]>> = {
	openai: [
		"https://api.openai.com/v1/chat/completions",
		{ model: "gpt-4.1", messages: [{ role: "user", content: "Hello" }] },
	],
	embeddings: ["https://api.openai.com/v1/embeddings", { model: "text-embedding-3-small", input: "Hello" }],
	anthropic: [
		"https://api.anthropic.com/v1/messages",
		{ model: "claude-sonnet-4-6", max_tokens: 99, messages: [{ role: "user", content: "Hello" }] },
	],
	workersAi: [
		"https://api.cloudflare.com/client/v4/accounts/a/ai/run/@cf/meta/llama-3.1-8b-instruct",
		{ prompt: "Hello" },
	],
};

function ask(simulator: Simulator, target: string, stream: boolean, signal?: AbortSignal): Promise<Response> {
	const [url, body] = SHARE[target] ?? ["", {}];
	return simulator.fetch(url, {
		method: "POST",
		headers: { authorization: "Bearer k", "anthropic-version": "2023-06-01" },
		body: JSON.stringify(stream ? { ...body, stream } : body),
		...(signal === undefined ? {} : { signal }),
	});
}

const always = (kind: FaultKind, options: SimulatorOptions = {}) =>
	createSimulator({ ...options, faults: { mix: { [kind]: 1 }, retryAfterSeconds: 3, slowMs: 1 } });

async function outcome(response: Promise<Response>): Promise<string> {
	const text = await (await response).text().catch(() => "cut");
	return `${(await response).status} ${text}`;
}

describe("faults", () => {
	it.each(Object.keys(SHARE))("fail requests of %s before the answer", async (target) => {
		const limit = target === "anthropic" ? "rate_limit_error" : target === "workersAi" ? "3040" : "rate_limit_exceeded";
		const limited = await ask(always("rateLimitWithRetryAfter"), target, false);
		expect([limited.status, limited.headers.get("retry-after")]).toEqual([429, "3"]);
		expect(await limited.text()).toContain(limit);
		expect((await ask(always("rateLimit"), target, false)).headers.has("retry-after")).toBe(false);
		expect((await ask(always("unavailable"), target, false)).status).toBe(503);
		expect((await ask(always("overloaded529"), target, false)).status).toBe(target === "workersAi" ? 429 : 529);
		const hanging = AbortSignal.timeout(5);
		await expect(ask(always("hang"), target, false, hanging)).rejects.toMatchObject({ name: "TimeoutError" });
	});

	it.each(Object.keys(SHARE))("damage whole answers of %s", async (target) => {
		expect(await outcome(ask(always("cut"), target, false))).toBe("200 cut");
		expect((await ask(always("errorFrame"), target, false)).status).toBe(500);
		const malformed = await ask(always("malformed"), target, false);
		await expect(malformed.json()).rejects.toThrow(SyntaxError);
		expect(await outcome(ask(always("slow"), target, false))).toMatch(/^200 \{/);
	});

	it.each(["openai", "anthropic", "workersAi"])("damage streams of %s at any seed", async (target) => {
		for (let seed = 0; seed < 20; seed++) {
			const one = (kind: FaultKind) =>
				ask(createSimulator({ reply: () => "", faults: { seed, mix: { [kind]: 1 } } }), target, true);
			expect(await outcome(one("cut"))).toBe("200 cut");
			expect(await outcome(one("malformed"))).toContain('data: {"broken":\n');
			expect(await outcome(one("errorFrame"))).toMatch(/^200 .*"errors?":/s);
		}
	});

	it("strike the same requests for the same seed and others for another, each kind at its share", () => {
		const mix = { rateLimit: 0.1, unavailable: 0.05, cut: 0.2 };
		const kinds = (seed: number) => {
			const faults = createFaults({ seed, mix });
			return Array.from({ length: 10_000 }, (_, index) =>
				JSON.stringify(faults(embedPromptOf({ wire: "openai", model: "m", requestNumber: index + 1 }, ["x"]))),
			);
		};
		const struck = kinds(7);
		expect(kinds(7)).toEqual(struck);
		expect(kinds(8)).not.toEqual(struck);
		const share = (part: string) => struck.filter((reply) => reply?.includes(part)).length / struck.length;
		expect(share("429")).toBeCloseTo(0.1, 1);
		expect(share("503")).toBeCloseTo(0.05, 1);
		expect(share("cut")).toBeCloseTo(0.2, 1);
	});

	it("go by the simulator's seed when they have none", async () => {
		const statuses = async (options: SimulatorOptions) => {
			const simulator = createSimulator(options);
			for (let asked = 0; asked < 20; asked++) await ask(simulator, "openai", false);
			return simulator.requests().map(({ status }) => status);
		};
		const mix = { unavailable: 0.5 };
		const one = await statuses({ seed: 1, faults: { mix } });
		expect(await statuses({ faults: { seed: 1, mix } })).toEqual(one);
		expect(await statuses({ seed: 2, faults: { mix } })).not.toEqual(one);
	});

	it("leave a scripted rule to the first request that gets through", async () => {
		const simulator = createSimulator({
			script: [{ when: { nth: 1 }, reply: "scripted" }],
			faults: { seed: 1, mix: { unavailable: 0.5 } },
		});
		for (;;) {
			const response = await ask(simulator, "openai", false);
			if (response.status === 503) continue;
			expect(await response.text()).toContain("scripted");
			break;
		}
		expect(simulator.requests().length).toBeGreaterThan(1);
	});

	it("refuse a mix that is none", () => {
		const mixed = (mix: object) => () => createSimulator({ faults: { mix } });
		expect(mixed({ cut: 0.6, slow: 0.6 })).toThrow("more than 1");
		expect(mixed({ cut: -1 })).toThrow("faults.mix.cut must be a share");
		expect(mixed({ cuts: 0.1 })).toThrow("faults.mix.cuts is not known");
		expect(mixed({ cut: 0.1, slow: 0.2, hang: 0.7 })).not.toThrow();
	});
});

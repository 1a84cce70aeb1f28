import { createGateway, encodeControls, type GatewayControls, type Provider, type RunOptions } from "@workkit/ai-core";
import { openai, openaiTasks } from "@workkit/ai-openai";
import { createSimulator } from "@workkit/ai-simulator";
import { workersAi, workersAiTasks } from "@workkit/ai-workers-ai";
import { describe, expect, it } from "vitest";
import {
	aiGateway,
	cloudflareBinding,
	cloudflareGateway,
	cloudflareRest,
	createGatewayFetch,
	universalEndpoint,
} from "./index.ts";

type Sent = { readonly headers: Readonly<Record<string, string>>; readonly options: object };

const gatewayId = "gw";
const ids = { accountId: "sim", gatewayId };
const cf = "@cf/meta/llama-3.1-8b-instruct";
const input = { prompt: "Hello" };

/** What the gateway receives of a call: the headers of its request, and the binding's options in its body. */
async function received(act: (simulator: ReturnType<typeof createSimulator>) => Promise<unknown>): Promise<Sent> {
	const simulator = createSimulator({ gateway: { gateways: [gatewayId] } });
	// Whatever the answer: it is the request that counts.
	await act(simulator).catch(() => {});
	const [request] = simulator.requests();
	return { headers: request?.headers ?? {}, options: Object(Object(request?.body).options).gateway ?? {} };
}

const runWith = (provider: Provider, options: RunOptions<"p">, model = "gpt-4.1") =>
	createGateway({ providers: { p: provider }, defaultProvider: "p" }).run(model, input, options);

/** Every way to a gateway, with controls of the gateway and of the call. */
const transports = {
	"provider URL": (controls, options) =>
		received(({ fetch }) =>
			runWith(openai({ apiKey: "k", fetch, via: cloudflareGateway({ ...ids, ...controls }) }), options),
		),
	"REST API": (controls, options) =>
		received(({ fetch }) => {
			const via = cloudflareRest({ ...ids, apiToken: "t", ...controls });
			return runWith(openai({ fetch, via }), options, cf);
		}),
	"Universal Endpoint": (controls, options) =>
		received(({ fetch }) =>
			createGateway({
				providers: { p: openai({ apiKey: "k", fetch }) },
				defaultProvider: "p",
				chain: universalEndpoint({ ...ids, ...controls }),
			}).runFallback([{ provider: "p", model: "gpt-4.1" }], input, options),
		),
	"binding's gateway, providers": (controls, options) =>
		received(({ ai }) =>
			runWith(openai({ apiKey: "k", ...cloudflareBinding({ binding: ai, gatewayId, ...controls }) }), options),
		),
	"binding's gateway, `run`": (controls, { cfGateway }) =>
		received(({ ai }) => {
			const request = { provider: "workers-ai", endpoint: cf, headers: { authorization: "Bearer t" }, query: input };
			return aiGateway(ai, gatewayId, controls).run(request, { cfGateway });
		}),
	"binding's gateway, other clients": (controls, { cfGateway = {} }) =>
		received(({ ai }) => {
			const headers = { ...encodeControls(cfGateway, []), authorization: "Bearer k" };
			const body = JSON.stringify({ model: "gpt-4.1", messages: [{ role: "user", content: "Hello" }] });
			const fetch = createGatewayFetch({ binding: ai, gatewayId, ...controls });
			return fetch("https://api.openai.com/v1/chat/completions", { method: "POST", headers, body });
		}),
	"`env.AI.run`": (controls, options) =>
		received(({ ai }) => runWith(workersAi({ binding: ai, gateway: { id: gatewayId, ...controls } }), options, cf)),
} satisfies Record<string, (controls: GatewayControls, options: RunOptions<"p">) => Promise<Sent>>;

const trace = "0123456789abcdef0123456789abcdef";

/** A control, its header everywhere, and what `env.AI.run` sends instead, where it has an option for it. */
const controls: [GatewayControls, string, string, object?][] = [
	[{ cacheTtl: 3600 }, "cache-ttl", "3600", { cacheTtl: 3600 }],
	[{ cacheTtl: 0 }, "cache-ttl", "0", { cacheTtl: 0 }],
	[{ skipCache: true }, "skip-cache", "true", { skipCache: true }],
	[{ cacheKey: "key" }, "cache-key", "key", { cacheKey: "key" }],
	[{ metadata: { team: "a", big: 7n } }, "metadata", '{"team":"a","big":"7"}', { metadata: { team: "a", big: "7" } }],
	[{ collectLog: false }, "collect-log", "false", { collectLog: false }],
	[{ collectLogPayload: false }, "collect-log-payload", "false"],
	[{ customCost: { total_cost: 0.5 } }, "custom-cost", '{"total_cost":0.5}'],
	[{ eventId: "event" }, "event-id", "event", { eventId: "event" }],
	[{ requestTimeout: 5000 }, "request-timeout", "5000", { requestTimeoutMs: 5000 }],
	[{ maxAttempts: 3 }, "max-attempts", "3", { retries: { maxAttempts: 3 } }],
	[{ retryDelay: 100 }, "retry-delay", "100", { retries: { retryDelayMs: 100 } }],
	[{ backoff: "linear" }, "backoff", "linear", { retries: { backoff: "linear" } }],
	[{ byokAlias: "default" }, "byok-alias", "default"],
	[{ noWholesale: true }, "no-wholesale", "true"],
	[{ zdr: true }, "zdr", "true"],
	[{ otelTraceId: trace }, "otel-trace-id", trace],
	[{ otelParentSpanId: trace.slice(16) }, "otel-parent-span-id", trace.slice(16)],
	[{ sessionId: "talk" }, "session-id", "talk"],
	[{ turnId: "turn" }, "turn-id", "turn"],
	[{ noSessionAffinity: true }, "no-session-affinity", "true"],
	[{ allowedModels: ["anthropic/*", "openai/gpt-5.6-luna"] }, "allowed-models", "anthropic/*,openai/gpt-5.6-luna"],
	[{ allowedProviders: ["anthropic"] }, "allowed-providers", "anthropic"],
];

const controlsOf = ({ headers }: Sent): object =>
	Object.fromEntries(Object.entries(headers).filter(([name]) => /^cf-aig-(?!gateway-id|authorization)/.test(name)));

describe.each(Object.entries(transports))("%s", (name, send) => {
	it.each(controls)("takes %o, per gateway and per call", async (control, header, value, option) => {
		const isOption = name === "`env.AI.run`" && option !== undefined;
		for (const sent of [await send(control, {}), await send({}, { cfGateway: control })]) {
			expect(controlsOf(sent)).toEqual(isOption ? {} : { [`cf-aig-${header}`]: value });
			expect(sent.options).toEqual(name === "`env.AI.run`" ? { id: gatewayId, ...(isOption && option) } : {});
		}
	});

	it("sends nothing of controls that are not set", async () => {
		expect(controlsOf(await send({ cacheTtl: undefined, skipCache: false }, { cfGateway: {} }))).toEqual({});
	});

	it("keeps a control of the gateway that the call leaves undefined", async () => {
		const { headers, options } = await send({ cacheTtl: 60 }, { cfGateway: { cacheTtl: undefined, eventId: "e" } });
		expect(headers["cf-aig-cache-ttl"] ?? String(Object(options).cacheTtl)).toBe("60");
	});

	it("lets a control of the call replace the gateway's", async () => {
		const { headers, options } = await send({ cacheTtl: 60 }, { cfGateway: { cacheTtl: 120 } });
		expect(headers["cf-aig-cache-ttl"] ?? String(Object(options).cacheTtl)).toBe("120");
	});
});

it("covers every control that there is", () => {
	const all: Required<{ [K in keyof GatewayControls]: true }> = {
		cacheTtl: true,
		skipCache: true,
		cacheKey: true,
		metadata: true,
		collectLog: true,
		collectLogPayload: true,
		customCost: true,
		eventId: true,
		requestTimeout: true,
		maxAttempts: true,
		retryDelay: true,
		backoff: true,
		byokAlias: true,
		noWholesale: true,
		zdr: true,
		otelTraceId: true,
		otelParentSpanId: true,
		sessionId: true,
		turnId: true,
		noSessionAffinity: true,
		allowedModels: true,
		allowedProviders: true,
	};
	expect([...new Set(controls.flatMap(([control]) => Object.keys(control)))]).toEqual(Object.keys(all));
});

/** Six labels and one that is none: what the gateway would drop. */
const metadata = { a: null, b: 1, c: 2, d: 3, e: 4, f: 5, g: 6 };
const told = [expect.stringContaining('"a"'), expect.stringContaining('"g"')];

type Warned = { readonly warnings?: string[] | undefined };
const simulate = () => createSimulator({ anyModel: true, gateway: { gateways: [gatewayId] } });
const ways: [string, (simulator: ReturnType<typeof createSimulator>) => Provider, string][] = [
	["provider URL", ({ fetch }) => openai({ apiKey: "k", fetch, via: cloudflareGateway(ids) }), "m"],
	["REST API", ({ fetch }) => openai({ fetch, via: cloudflareRest({ ...ids, apiToken: "t" }) }), cf],
	["binding's gateway", ({ ai }) => openai({ apiKey: "k", ...cloudflareBinding({ binding: ai, gatewayId }) }), "m"],
	["`env.AI.run`", ({ ai }) => workersAi({ binding: ai, gateway: { id: gatewayId } }), cf],
];

async function doneOf(stream: ReadableStream<{ type: string } & Warned>): Promise<Warned> {
	const reader = stream.getReader();
	let last: Warned = {};
	for (let next = await reader.read(); !next.done; next = await reader.read()) last = next.value;
	return last;
}

describe("metadata that the gateway would drop", () => {
	it.each(ways)("is left out and told in the warnings of answers, streams and vectors: %s", async (_, make, model) => {
		const p = make(simulate());
		const gateway = createGateway({ providers: { p }, defaultProvider: "p" });
		const answers: Warned[] = [
			await gateway.run(model, input, { metadata }),
			await doneOf(await gateway.stream(model, input, { metadata })),
			await gateway.embed(model === cf ? "@cf/baai/bge-m3" : model, { text: "Hello" }, { metadata }),
		];
		for (const { warnings } of answers) expect(warnings).toEqual(told);
	});

	it("is told in the warnings of a chain", async () => {
		const { fetch } = simulate();
		const gateway = createGateway({
			providers: { p: openai({ apiKey: "k", fetch }) },
			defaultProvider: "p",
			chain: universalEndpoint(ids),
		});
		const { warnings } = await gateway.runFallback([{ provider: "p", model: "gpt-4.1" }], input, { metadata });
		expect(warnings).toEqual(told);
	});

	it("is told in the warnings of tasks", async () => {
		const { ai } = simulate();
		const picture = async () => Response.json({ data: [{ b64_json: "iVBORw0KGgoAAAA=" }] });
		const providers = {
			workers: workersAiTasks({ binding: ai, gateway: { id: gatewayId } }),
			vendor: openaiTasks({ apiKey: "k", fetch: picture, via: cloudflareGateway(ids) }),
		};
		const gateway = createGateway({ providers, defaultProvider: "workers" });
		const answers: Warned[] = [
			await gateway.summarize("@cf/facebook/bart-large-cnn", { text: "Hello." }, { metadata }),
			await gateway.toMarkdown("markdown", { files: [{ name: "a.csv", data: btoa("a,b") }] }, { metadata }),
			await gateway.image("gpt-image-1", input, { metadata, provider: "vendor" }),
		];
		for (const { warnings } of answers) expect(warnings).toEqual(told);
	});

	it("is an error where no result could carry a warning", async () => {
		const gateway = aiGateway(createSimulator().ai, gatewayId);
		const request = { provider: "openai", endpoint: "chat/completions", query: {} };
		const refusal = { code: "WORKKIT_VALIDATION" };
		await expect(gateway.run(request, { cfGateway: { metadata } })).rejects.toMatchObject(refusal);
		await expect(gateway.patchLog("log", { metadata })).rejects.toMatchObject(refusal);
		expect(() => createGatewayFetch({ binding: createSimulator().ai, gatewayId, metadata })).toThrowError(
			expect.objectContaining(refusal),
		);
	});
});

describe("what `env.AI.run` may ignore", () => {
	const ignored = (name: string) => `\`env.AI.run\` may ignore \`${name}\`.`;
	const cases: [GatewayControls, unknown[] | undefined][] = [
		[{ requestTimeout: 5 }, [ignored("requestTimeout")]],
		[{ maxAttempts: 2 }, [ignored("maxAttempts")]],
		[{ retryDelay: 5, backoff: "linear" }, [ignored("retryDelay"), ignored("backoff")]],
		[{ byokAlias: "team" }, [ignored("byokAlias")]],
		[{ byokAlias: "default", cacheTtl: 60, zdr: true }, undefined],
	];

	it.each(cases)("is told: %o", async (cfGateway, warnings) => {
		const binding = { run: async () => Response.json({ response: "Hello.", data: [[1]] }) };
		const p = workersAi({ binding, gateway: { id: gatewayId } });
		const gateway = createGateway({ providers: { p }, defaultProvider: "p" });
		const answers: Warned[] = [
			await gateway.run(cf, input, { cfGateway }),
			await doneOf(await gateway.stream(cf, input, { cfGateway })),
			await gateway.embed("@cf/baai/bge-m3", { text: "Hello" }, { cfGateway }),
		];
		for (const answer of answers) expect(answer.warnings).toEqual(warnings);
	});
});

describe("controls of a call that passes no gateway", () => {
	it("are told", async () => {
		const { ai, fetch } = simulate();
		const picture = async () => Response.json({ data: [{ b64_json: "iVBORw0KGgoAAAA=" }] });
		const providers = {
			workers: { ...workersAi({ binding: ai }), ...workersAiTasks({ binding: ai }) },
			vendor: { ...openai({ apiKey: "k", fetch }), ...openaiTasks({ apiKey: "k", fetch: picture }) },
		};
		const gateway = createGateway({ providers, defaultProvider: "workers" });
		const options = { cfGateway: { cacheTtl: 60 } };
		const answers: Warned[] = [
			await gateway.run(cf, input, options),
			await gateway.embed("@cf/baai/bge-m3", { text: "Hello" }, options),
			await gateway.summarize("@cf/facebook/bart-large-cnn", { text: "Hello." }, options),
			await gateway.run("gpt-4.1", input, { ...options, provider: "vendor" }),
			await gateway.embed("m", { text: "Hello" }, { ...options, provider: "vendor" }),
			await gateway.image("gpt-image-1", input, { ...options, provider: "vendor" }),
		];
		for (const { warnings } of answers) expect(warnings).toEqual(["`cfGateway` is not sent without a gateway."]);
	});
});

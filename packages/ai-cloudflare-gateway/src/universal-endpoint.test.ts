import { anthropic } from "@workkit/ai-anthropic";
import {
	type AiInput,
	type Call,
	createGateway,
	type FallbackEntry,
	httpProvider,
	type Middleware,
	type Provider,
	type RunOptions,
	use,
} from "@workkit/ai-core";
import { openai } from "@workkit/ai-openai";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type CloudflareGatewayOptions, universalEndpoint } from "./index.ts";

const chat = {
	id: "chatcmpl-1",
	model: "gpt-5.2-2025-12-11",
	choices: [{ index: 0, message: { content: "from OpenAI" }, finish_reason: "stop" }],
	usage: { prompt_tokens: 3, completion_tokens: 4 },
};
const message = {
	type: "message",
	id: "msg_1",
	model: "claude-sonnet-4-6",
	content: [{ type: "text", text: "from Anthropic" }],
	stop_reason: "end_turn",
	usage: { input_tokens: 5, output_tokens: 6 },
};
const ids = { accountId: "acc", gatewayId: "gw" };
const url = "https://gateway.ai.cloudflare.com/v1/acc/gw";
const workersUrl = "https://api.cloudflare.com/client/v4/accounts/acc/ai/v1";
const keys = { claude: "claude-key-secret", gpt: "gpt-key-secret", workers: "cloudflare-key-secret" };
const both: FallbackEntry<"claude" | "gpt">[] = [
	{ provider: "claude", model: "claude-sonnet-4-6" },
	{ provider: "gpt", model: "gpt-5.2" },
];
const prompt = { prompt: "Hello" };

interface Sent {
	url: string;
	headers: Record<string, string>;
	body: { provider: string; endpoint: string; headers: Record<string, string>; query: object; config?: object }[];
}

/** A gateway whose network answers with these, one after the other, and what was sent. */
function world(answers: (() => Response | Promise<Response>)[], options: Partial<CloudflareGatewayOptions> = {}) {
	const sent: Sent[] = [];
	const signals: (AbortSignal | null | undefined)[] = [];
	const fetch = async (url: string, init: RequestInit): Promise<Response> => {
		sent.push({ url, headers: init.headers as Sent["headers"], body: JSON.parse(String(init.body)) });
		signals.push(init.signal);
		return (answers.shift() ?? (() => Response.error()))();
	};
	const gateway = createGateway({
		providers: {
			claude: anthropic({ apiKey: keys.claude, fetch }),
			gpt: openai({ apiKey: keys.gpt, fetch }),
			workers: openai({ apiKey: keys.workers, fetch, baseUrl: workersUrl }),
		},
		defaultProvider: "claude",
		chain: universalEndpoint({ ...ids, ...options }),
	});
	return { gateway, sent, signals };
}

const answer =
	(body: unknown, step?: number | string, init: ResponseInit = {}) =>
	(): Response =>
		Response.json(body, {
			...init,
			headers: { ...(step !== undefined && { "cf-aig-step": String(step) }), ...(init.headers as object) },
		});

/** What a promise rejects with. */
const rejection = (promise: Promise<unknown>): Promise<unknown> =>
	promise.then(
		() => expect.unreachable("it did not fail"),
		(error) => error,
	);

afterEach(() => {
	vi.useRealTimers();
});

describe("the request", () => {
	it("is one POST with an element for each entry, in each vendor's own form", async () => {
		const { gateway, sent } = world([answer(message, 0)]);
		await gateway.runFallback(both, {
			messages: [
				{ role: "system", content: "Be brief.", cacheControl: "ephemeral" },
				{ role: "user", content: "Hello" },
			],
			maxTokens: 50,
		});
		expect(sent).toEqual([
			{
				url,
				headers: { "content-type": "application/json" },
				body: [
					{
						provider: "anthropic",
						endpoint: "v1/messages",
						headers: {
							"content-type": "application/json",
							"x-api-key": keys.claude,
							"anthropic-version": "2023-06-01",
						},
						query: {
							model: "claude-sonnet-4-6",
							max_tokens: 50,
							system: [{ type: "text", text: "Be brief.", cache_control: { type: "ephemeral" } }],
							messages: [{ role: "user", content: [{ type: "text", text: "Hello" }] }],
						},
					},
					{
						provider: "openai",
						endpoint: "chat/completions",
						headers: { "content-type": "application/json", authorization: `Bearer ${keys.gpt}` },
						query: {
							model: "gpt-5.2",
							max_completion_tokens: 50,
							messages: [
								{ role: "system", content: "Be brief." },
								{ role: "user", content: "Hello" },
							],
						},
					},
				],
			},
		]);
	});

	it("carries the token and the controls of the gateway and of the call, the call's first", async () => {
		const { gateway, sent } = world([answer(message, 0)], { authToken: "aig-token", cacheTtl: 60, eventId: "e" });
		const { warnings } = await gateway.runFallback(both, prompt, {
			cfGateway: { cacheTtl: 120, requestTimeout: 900 },
			metadata: { tenant: "a", none: null },
		});
		expect(sent[0]?.headers).toEqual({
			"content-type": "application/json",
			"cf-aig-authorization": "Bearer aig-token",
			"cf-aig-cache-ttl": "120",
			"cf-aig-event-id": "e",
			"cf-aig-request-timeout": "900",
			"cf-aig-metadata": '{"tenant":"a"}',
		});
		expect(JSON.stringify(sent[0]?.body)).not.toContain("cf-aig");
		expect(warnings).toEqual([expect.stringContaining('"none"')]);
	});

	it("gives the call's headers to every entry, and each provider's own to its entry", async () => {
		const sent: Sent[] = [];
		const fetch = async (url: string, init: RequestInit): Promise<Response> => {
			sent.push({ url, headers: init.headers as Sent["headers"], body: JSON.parse(String(init.body)) });
			return answer(chat, 1)();
		};
		const gateway = createGateway({
			providers: {
				claude: anthropic({ apiKey: keys.claude, headers: { "anthropic-beta": "b" } }),
				gpt: openai({ apiKey: keys.gpt, headers: { "OpenAI-Organization": "o" }, fetch }),
			},
			defaultProvider: "gpt",
			chain: universalEndpoint(ids),
		});
		await gateway.runFallback(both, prompt, { headers: { "X-Trace": "t" } });
		expect(sent[0]?.body.map(({ headers }) => headers)).toEqual([
			expect.objectContaining({ "anthropic-beta": "b", "x-trace": "t" }),
			expect.objectContaining({ "openai-organization": "o", "x-trace": "t" }),
		]);
		expect(sent[0]?.body[0]?.headers).not.toHaveProperty("openai-organization");
		expect(sent[0]?.headers).toEqual({ "content-type": "application/json" });
	});

	it("carries an entry's own timeout and retries", async () => {
		const { gateway, sent } = world([answer(chat, 1)]);
		const config = { requestTimeout: 1_000, maxAttempts: 2, retryDelay: 10, backoff: "linear" } as const;
		await gateway.runFallback([{ provider: "claude", model: "a", config }, both[1] as (typeof both)[1]], prompt);
		expect(sent[0]?.body.map((entry) => entry.config)).toEqual([config, undefined]);
		expect(sent[0]?.body.map((entry) => "config" in entry)).toEqual([true, false]);
	});

	it("asks each vendor for tools and formats in its own way", async () => {
		const { gateway, sent } = world([answer(message, 0)]);
		const jsonSchema = { type: "object", properties: { a: { type: "string" } }, required: ["a"] };
		const tools = [{ name: "f", description: "d", parameters: jsonSchema }];
		await gateway.runFallback(both, prompt, {
			toolOptions: { tools, toolChoice: "required" },
			responseFormat: { jsonSchema },
		});
		expect(sent[0]?.body.map(({ query }) => query)).toMatchObject([
			{ tools: [{ name: "f", input_schema: jsonSchema }], tool_choice: { type: "any" } },
			{
				tools: [{ type: "function", function: { name: "f" } }],
				tool_choice: "required",
				response_format: { type: "json_schema" },
			},
		]);
	});

	it("asks for the entry's model and for no stream, whatever the input says", async () => {
		const { gateway, sent } = world([answer(message, 0)]);
		await gateway.runFallback(both, { ...prompt, model: "other", stream: true } as AiInput);
		expect(sent[0]?.body.map(({ query }) => query)).toEqual([
			expect.objectContaining({ model: "claude-sonnet-4-6" }),
			expect.objectContaining({ model: "gpt-5.2" }),
		]);
		expect(JSON.stringify(sent)).not.toMatch(/stream|other/);
	});

	it("sends Workers AI over HTTP as the platform's own, with its token", async () => {
		const { gateway, sent } = world([answer({ ...chat, model: "@cf/openai/gpt-oss-20b" }, 1)]);
		const output = await gateway.runFallback(
			[both[0] as (typeof both)[0], { provider: "workers", model: "@cf/openai/gpt-oss-20b" }],
			{ ...prompt, maxTokens: 5 },
		);
		expect(sent[0]?.body[1]).toEqual({
			provider: "workers-ai",
			endpoint: "v1/chat/completions",
			headers: { "content-type": "application/json", authorization: `Bearer ${keys.workers}` },
			query: { model: "@cf/openai/gpt-oss-20b", max_tokens: 5, messages: [{ role: "user", content: "Hello" }] },
		});
		expect(output).toMatchObject({ provider: "workers", model: "@cf/openai/gpt-oss-20b", text: "from OpenAI" });
	});
});

describe("the answer", () => {
	it("is that of the entry that the gateway names, under the caller's own key", async () => {
		const { gateway } = world([answer(message, 0), answer(chat, 1)]);
		expect(await gateway.runFallback(both, prompt)).toMatchObject({
			provider: "claude",
			model: "claude-sonnet-4-6",
			text: "from Anthropic",
			finishReason: "stop",
			rawFinishReason: "end_turn",
			usage: { inputTokens: 5, outputTokens: 6 },
			id: "msg_1",
			raw: message,
			message: { role: "assistant", content: "from Anthropic" },
		});
		const second = await gateway.runFallback(both, prompt);
		expect(second).toMatchObject({
			provider: "gpt",
			model: "gpt-5.2",
			servedModel: "gpt-5.2-2025-12-11",
			text: "from OpenAI",
			rawFinishReason: "stop",
			usage: { inputTokens: 3, outputTokens: 4 },
		});
		expect(second).not.toHaveProperty("warnings");
	});

	it("is told by the header where bodies look alike", async () => {
		const entries = ["gpt-5.2", "gpt-5.2-mini", "gpt-4o"].map((model) => ({ provider: "gpt" as const, model }));
		for (const [step, { model }] of entries.entries()) {
			const { gateway } = world([answer(chat, step)]);
			expect(await gateway.runFallback(entries, prompt)).toMatchObject({ provider: "gpt", model });
		}
	});

	it("is read by the named entry's wire, though it looks like another's", async () => {
		const { gateway } = world([answer(chat, 0)]);
		const error = await rejection(gateway.runFallback(both, prompt));
		expect(error).toMatchObject({ code: "WORKKIT_STREAM_INTERRUPTED", reason: "malformed" });
	});

	it.each([undefined, "", "x", 2, -1])(
		"is known by its shape when the header is %j, and that is told",
		async (step) => {
			for (const [body, provider] of [
				[message, "claude"],
				[chat, "gpt"],
			] as const) {
				const { gateway } = world([answer(body, step)]);
				const output = await gateway.runFallback(both, prompt);
				expect(output).toMatchObject({ provider, warnings: [expect.stringContaining("did not say")] });
				expect(output.receipt.attempts).toMatchObject([{ provider, status: 200 }]);
			}
		},
	);

	it("has the tool calls of whoever made them", async () => {
		const call = { id: "c1", type: "function", function: { name: "f", arguments: '{"a":1}' } };
		const viaOpenAi = {
			choices: [{ index: 0, message: { content: null, tool_calls: [call] }, finish_reason: "tool_calls" }],
		};
		const viaAnthropic = {
			...message,
			content: [{ type: "tool_use", id: "c1", name: "f", input: { a: 1 } }],
			stop_reason: "tool_use",
		};
		const { gateway } = world([answer(viaAnthropic, 0), answer(viaOpenAi, 1)]);
		for (const _ of both) {
			expect(await gateway.runFallback(both, prompt)).toMatchObject({
				finishReason: "tool_calls",
				toolCalls: [{ id: "c1", name: "f", arguments: { a: 1 } }],
			});
		}
	});

	it("has only the warnings of the entry that answered", async () => {
		const { gateway } = world([answer(message, 0), answer(chat, 1)]);
		const input = { ...prompt, topK: 5 };
		expect(await gateway.runFallback(both, input)).not.toHaveProperty("warnings");
		expect((await gateway.runFallback(both, input)).warnings).toEqual([expect.stringContaining("topK")]);
	});

	it("has a receipt: one attempt, the winner's, and what the gateway said", async () => {
		const { gateway } = world([
			answer(chat, 1, { headers: { "cf-aig-log-id": "log", "cf-aig-cache-status": "MISS" } }),
		]);
		const { receipt } = await gateway.runFallback(both, prompt);
		expect(receipt).toEqual({
			attempts: [
				{
					provider: "gpt",
					model: "gpt-5.2",
					status: 200,
					startedAt: expect.any(Number),
					durationMs: expect.any(Number),
				},
			],
			gateway: { step: 1, logId: "log", cacheStatus: "MISS" },
		});
	});
});

describe("a chain that fails", () => {
	const overloaded = { type: "error", error: { type: "overloaded_error", message: "Overloaded" } };

	it("rejects with what the last entry's vendor says, under that entry's key", async () => {
		const failed = answer({ error: { message: "slow down", type: "rate_limit_error" } }, 1, {
			status: 429,
			headers: { "retry-after": "7", "cf-aig-log-id": "log" },
		});
		const { gateway } = world([failed]);
		const error = await rejection(gateway.runFallback(both, prompt));
		expect(error).toMatchObject({
			code: "WORKKIT_RATE_LIMIT",
			retryAfterMs: 7_000,
			context: {
				provider: "gpt",
				model: "gpt-5.2",
				status: 429,
				vendorMessage: "slow down",
				logId: "log",
				receipt: {
					attempts: [{ provider: "gpt", model: "gpt-5.2", status: 429, error: "WORKKIT_RATE_LIMIT" }],
					gateway: { step: 1, logId: "log" },
				},
			},
		});
	});

	it("blames no entry when the gateway names none", async () => {
		const { gateway } = world([answer(overloaded, undefined, { status: 529 })]);
		const error = await rejection(gateway.runFallback(both, prompt));
		const label = "fallback:claude-sonnet-4-6→gpt-5.2";
		expect(error).toMatchObject({
			code: "WORKKIT_SERVICE_UNAVAILABLE",
			retryable: true,
			context: { provider: label, model: label, vendorMessage: "Overloaded" },
		});
	});

	it.each([
		[401, 2009, "WORKKIT_UNAUTHORIZED", false],
		[400, 2001, "WORKKIT_VALIDATION", false],
		[400, 2005, "WORKKIT_SERVICE_UNAVAILABLE", true],
		[429, 2003, "WORKKIT_RATE_LIMIT", true],
		[429, 2041, "WORKKIT_RATE_LIMIT", false],
		[424, 2016, expect.any(String), false],
	])("rejects with what the gateway itself says: %d/%d", async (status, code, expected, retryable) => {
		const body = { success: false, result: [], messages: [], error: [{ code, message: "said by the gateway" }] };
		const { gateway } = world([answer(body, undefined, { status })]);
		expect(await rejection(gateway.runFallback(both, prompt))).toMatchObject({
			code: expected,
			retryable,
			context: { status, vendorCode: code, vendorMessage: "said by the gateway" },
		});
	});

	it("rejects with the error that came as a 200", async () => {
		const { gateway } = world([answer(overloaded), answer(overloaded, 0), answer({ nothing: "known" })]);
		for (const provider of ["fallback:claude-sonnet-4-6→gpt-5.2", "claude"]) {
			expect(await rejection(gateway.runFallback(both, prompt))).toMatchObject({
				code: "WORKKIT_SERVICE_UNAVAILABLE",
				context: { provider, vendorMessage: "Overloaded" },
			});
		}
		expect(await rejection(gateway.runFallback(both, prompt))).toMatchObject({ code: "WORKKIT_STREAM_INTERRUPTED" });
	});

	it("rejects with an error of ours when the network fails, the body is cut, or it is no JSON", async () => {
		const broken = new ReadableStream({ pull: (controller) => controller.error(new Error("reset")) });
		const { gateway } = world([
			() => Promise.reject(new TypeError("network")),
			() => new Response(broken, { headers: { "cf-aig-step": "0" } }),
			() => new Response("{", { headers: { "cf-aig-step": "0" } }),
			() => new Response(null, { status: 302, headers: { location: "https://evil.example/" } }),
		]);
		const codes = [];
		for (let time = 0; time < 4; time++) {
			const error = (await rejection(gateway.runFallback(both, prompt))) as { code: string; reason?: string };
			codes.push([error.code, error.reason]);
		}
		expect(codes).toEqual([
			["WORKKIT_SERVICE_UNAVAILABLE", undefined],
			["WORKKIT_STREAM_INTERRUPTED", "cut"],
			["WORKKIT_STREAM_INTERRUPTED", "malformed"],
			["WORKKIT_CONFIG", undefined],
		]);
	});

	it("repeats no credential of any entry, of the gateway or of the call in its error", async () => {
		const secrets = [...Object.values(keys).slice(0, 2), "aig-token-secret", "call-header-secret"];
		const quoted = `you sent ${secrets.join(", ")}`;
		for (const step of [0, 1, undefined]) {
			const { gateway } = world([answer({ error: { message: quoted } }, step, { status: 401 })], {
				authToken: "aig-token-secret",
			});
			const headers = { "x-own": "call-header-secret" };
			const error = (await rejection(gateway.runFallback(both, prompt, { headers }))) as Error;
			expect(error.message).toContain("you sent ***");
			expect(`${error.message} ${JSON.stringify(error)}`).not.toContain("secret");
		}
	});
});

describe("deadlines and aborts", () => {
	const hanging = (): Promise<Response> => new Promise(() => {});

	it("hold for the whole chain", async () => {
		vi.useFakeTimers();
		const { gateway, signals } = world([hanging]);
		const error = rejection(gateway.runFallback(both, prompt, { timeout: 50 }));
		await vi.advanceTimersByTimeAsync(50);
		expect(await error).toMatchObject({ code: "WORKKIT_TIMEOUT", retryable: false });
		expect(signals[0]?.aborted).toBe(true);
	});

	it("of one attempt may be tried again", async () => {
		vi.useFakeTimers();
		const { gateway } = world([hanging]);
		const error = rejection(gateway.runFallback(both, prompt, { attemptTimeout: 50 }));
		await vi.advanceTimersByTimeAsync(50);
		expect(await error).toMatchObject({ code: "WORKKIT_TIMEOUT", retryable: true });
	});

	it("of the caller reach the request and reject with the caller's reason", async () => {
		const { gateway, signals, sent } = world([hanging]);
		const controller = new AbortController();
		const reason = new Error("gone");
		const error = rejection(gateway.runFallback(both, prompt, { signal: controller.signal }));
		await vi.waitFor(() => expect(sent).toHaveLength(1));
		controller.abort(reason);
		expect(await error).toBe(reason);
		expect(signals[0]?.reason).toBe(reason);
		expect(await rejection(gateway.runFallback(both, prompt, { signal: controller.signal }))).toBe(reason);
		expect(sent).toHaveLength(1);
	});
});

describe("what cannot be sent", () => {
	const own: Provider = { run: async ({ provider, model }) => ({ raw: null, provider, model }) };
	const fetch = vi.fn(async () => answer(chat, 0)());
	const codec = {
		vendor: "openai",
		baseUrl: "https://models.example/v1",
		credentials: { authorization: "Bearer other-key-secret" },
		encode: () => ({ path: "/chat/completions", body: {} }),
		decode: () => ({ parts: [], toolCalls: [], pending: [], rawFinishReason: "stop", warnings: [] }),
		translator: () => {
			throw new Error("not streamed");
		},
	};
	const providers = {
		openai: openai({ apiKey: "key", fetch }),
		sameUrl: openai({ apiKey: "key", fetch, baseUrl: "https://api.openai.com/v1/" }),
		groq: openai({ apiKey: "key", fetch, baseUrl: "https://api.groq.com/openai/v1" }),
		regional: openai({ apiKey: "key", fetch, baseUrl: "https://eu.api.openai.com/v1" }),
		queried: openai({ apiKey: "key", fetch, baseUrl: "https://api.openai.com/v1?x=y" }),
		proxied: anthropic({ apiKey: "key", fetch, baseUrl: "https://proxy.example/v1" }),
		similar: anthropic({ apiKey: "key", fetch, baseUrl: "https://api.openai.com.example/v1" }),
		otherAccount: openai({ apiKey: "key", fetch, baseUrl: workersUrl.replace("acc/", "other/") }),
		pretender: httpProvider(codec, { fetch }),
		own,
	};
	const gateway = createGateway({ providers, defaultProvider: "openai", chain: universalEndpoint(ids) });
	const good = { provider: "openai", model: "m" } as const;

	it.each([
		"groq",
		"regional",
		"queried",
		"proxied",
		"similar",
		"otherAccount",
		"pretender",
		"own",
		"missing",
		"toString",
		"__proto__",
		"",
		undefined,
	])("is refused before anything is sent: the provider %j", async (provider) => {
		fetch.mockClear();
		for (const entries of [[{ provider, model: "m" }], [good, { provider, model: "m" }]]) {
			const error = await rejection(gateway.runFallback(entries as FallbackEntry<"own">[], prompt));
			expect(error).toMatchObject({ code: "WORKKIT_VALIDATION", message: expect.stringContaining(`"${provider}"`) });
			expect(JSON.stringify(error)).not.toContain("secret");
		}
		expect(fetch).not.toHaveBeenCalled();
	});

	it.each([
		[undefined],
		[null],
		[[]],
		["openai"],
		[{ 0: good, length: 1 }],
		[[null]],
		[[good, undefined]],
		[[{ provider: "openai" }]],
		[[{ provider: "openai", model: " " }]],
		[[good, { provider: "openai", model: 5 }]],
	])("is refused before anything is sent: the entries %j", async (entries) => {
		fetch.mockClear();
		const error = await rejection(gateway.runFallback(entries as never, prompt));
		expect(error).toMatchObject({ code: "WORKKIT_VALIDATION" });
		expect(fetch).not.toHaveBeenCalled();
	});

	it("is refused before anything is sent: input, headers and controls", async () => {
		fetch.mockClear();
		const cases: [unknown, RunOptions, string][] = [
			[{ messages: [{ role: "nobody", content: "Hello" }] }, {}, "WORKKIT_VALIDATION"],
			[{ prompt: "Hello", seed: 5n }, {}, "WORKKIT_VALIDATION"],
			[prompt, { headers: { a: "b\r\nc: d" } }, "WORKKIT_CONFIG"],
			[prompt, { cfGateway: { cacheKey: "a\nb" } }, "WORKKIT_CONFIG"],
			[prompt, { timeout: -1 }, "WORKKIT_VALIDATION"],
		];
		for (const [input, options, code] of cases) {
			expect(await rejection(gateway.runFallback([good], input as AiInput, options as object))).toMatchObject({ code });
		}
		expect(fetch).not.toHaveBeenCalled();
	});

	it("is not a base URL that is the vendor's own", async () => {
		const { provider } = await gateway.runFallback([{ provider: "sameUrl", model: "m" }], prompt);
		expect(provider).toBe("sameUrl");
	});

	it.each([
		["an empty account", { ...ids, accountId: "" }],
		["a path", { ...ids, gatewayId: ".." }],
		["a token with a line break", { ...ids, authToken: "a\nb" }],
	])("is refused when the endpoint is made: %s", (_what, options) => {
		expect(() => universalEndpoint(options)).toThrow(expect.objectContaining({ code: "WORKKIT_CONFIG" }));
	});
});

describe("middleware", () => {
	it("sees one call, which it may repeat, and which says that it is a chain", async () => {
		const calls: Call[] = [];
		const again: Middleware = (call, next) => {
			calls.push(call);
			return next(call).catch(() => next(call));
		};
		const { gateway, sent } = world([answer({}, 1, { status: 503 }), answer(message, 0)]);
		const output = await use(gateway, again).runFallback(both, prompt, { headers: { a: "b" } });
		expect(calls).toMatchObject([
			{ operation: "run", model: "fallback:claude-sonnet-4-6→gpt-5.2", chained: true, act: expect.any(Function) },
		]);
		expect(sent).toHaveLength(2);
		expect(output).toMatchObject({
			provider: "claude",
			receipt: {
				attempts: [
					{ provider: "gpt", model: "gpt-5.2", status: 503 },
					{ provider: "claude", model: "claude-sonnet-4-6", status: 200 },
				],
			},
		});
	});

	it("may change the input and the options of the call", async () => {
		const { gateway, sent } = world([answer(message, 0)]);
		const changing: Middleware = (call, next) =>
			next({ ...call, input: { prompt: "changed" } as never, options: { ...call.options, headers: { "x-a": "b" } } });
		await use(gateway, changing).runFallback(both, prompt);
		expect(sent[0]?.body[0]).toMatchObject({
			headers: { "x-a": "b" },
			query: { messages: [{ role: "user", content: [{ type: "text", text: "changed" }] }] },
		});
	});
});

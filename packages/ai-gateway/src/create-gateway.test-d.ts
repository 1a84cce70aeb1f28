import type { Wrapped } from "@workkit/ai-core";
import { openai } from "@workkit/ai-openai";
import { expectTypeOf, test } from "vitest";
import {
	type AiInput,
	type AiOutput,
	type ChatMessage,
	type CompleteGateway,
	collect,
	createGateway,
	createRouter,
	type DoneEvent,
	type EmbedInput,
	type FinishReason,
	type FullGateway,
	type Gateway,
	type GatewayStreamEvent,
	type GatewayToolCall,
	type OptionalEventName,
	openaiTasks,
	type Provider,
	type ProviderConfig,
	type Receipt,
	type Router,
	type RunOptions,
	type RunOutput,
	type StreamEvent,
	type StreamOptions,
	type TokenUsage,
	use,
	type WorkersAiBinding,
	workersAi,
	workersAiTasks,
} from "./index.ts";

declare const env: { AI: WorkersAiBinding };
declare const cloudflareEnv: { AI: Ai };

const gateway = createGateway({
	providers: {
		"workers-ai": { type: "workers-ai", binding: env.AI },
		openai: { type: "openai", apiKey: "key" },
		mine: openai({ apiKey: "key" }),
		plain: { run: async (call) => ({ raw: call.input, provider: call.provider, model: call.model }) },
		"local-llm": {
			type: "custom",
			run: async (model, input) => {
				expectTypeOf(model).toEqualTypeOf<string>();
				expectTypeOf(input).not.toBeAny();
				return { text: "", raw: null, provider: "local-llm", model };
			},
		},
	},
	defaultProvider: "workers-ai",
});

test("a real env.AI fits", () => {
	createGateway({ providers: { ai: { type: "workers-ai", binding: cloudflareEnv.AI } }, defaultProvider: "ai" });
});

test("the provider's keys are checked", () => {
	// @ts-expect-error: not a key of providers
	createGateway({ providers: { a: { type: "openai", apiKey: "k" } }, defaultProvider: "b" });
	// @ts-expect-error: unknown type
	createGateway({ providers: { a: { type: "open-ai", apiKey: "k" } }, defaultProvider: "a" });
	createGateway({
		// @ts-expect-error: a misspelt field, which would send prompts to the default host
		providers: { a: { type: "openai", apiKey: "k", baseURL: "https://models.example" } },
		defaultProvider: "a",
	});
	// @ts-expect-error: a record of type openai needs a key
	createGateway({ providers: { a: { type: "openai" } }, defaultProvider: "a" });
	gateway.run("m", { prompt: "p" }, { provider: "mine" });
	// @ts-expect-error: not a key of providers
	gateway.run("m", { prompt: "p" }, { provider: "theirs" });
	// @ts-expect-error: not a key of providers
	gateway.stream("m", { prompt: "p" }, { provider: "theirs" });
	expectTypeOf(gateway.providers()).toEqualTypeOf<("workers-ai" | "openai" | "mine" | "plain" | "local-llm")[]>();
	expectTypeOf(gateway.defaultProvider()).toEqualTypeOf<"workers-ai" | "openai" | "mine" | "plain" | "local-llm">();
});

test("a gateway with known keys is one whose keys are not known, and none with other keys", () => {
	type Known = CompleteGateway<"a" | "b">;
	expectTypeOf<Known>().toExtend<CompleteGateway>();
	expectTypeOf<Known>().toExtend<Gateway>();
	expectTypeOf<FullGateway<"a">>().toExtend<FullGateway>();
	expectTypeOf<Wrapped<Known>>().toExtend<CompleteGateway>();
	expectTypeOf(gateway).toExtend<CompleteGateway>();
	expectTypeOf<Known>().not.toExtend<CompleteGateway<"a">>();
	expectTypeOf<CompleteGateway<"a">>().not.toExtend<Known>();
	expectTypeOf<Wrapped<CompleteGateway<"a">>>().not.toExtend<Known>();
	expectTypeOf<CompleteGateway>().not.toExtend<Known>();
	const wrapped = use(gateway);
	// @ts-expect-error: not a key of providers
	wrapped.run("m", { prompt: "p" }, { provider: "theirs" });
	// @ts-expect-error: not a key of providers
	wrapped.embed("m", { text: "t" }, { provider: "theirs" });
});

test("results are precise", async () => {
	const output = await gateway.run("m", { prompt: "p" });
	expectTypeOf(output).toEqualTypeOf<RunOutput>();
	expectTypeOf(output.message).toEqualTypeOf<ChatMessage>();
	expectTypeOf(output.text).toEqualTypeOf<string | undefined>();
	expectTypeOf((await gateway.embed("m", { text: ["a"] })).vectors).toEqualTypeOf<number[][]>();
});

test("events are the three that are published, unless more are asked for", async () => {
	const stream = await gateway.stream("m", { prompt: "p" });
	expectTypeOf(stream).toEqualTypeOf<ReadableStream<GatewayStreamEvent>>();
	const { value } = await stream.getReader().read();
	switch (value?.type) {
		case "text":
		case "tool_use":
		case "done":
		case undefined:
			break;
		default:
			value satisfies never;
	}
	const more = await gateway.stream("m", { prompt: "p" }, { events: ["reasoning"] });
	expectTypeOf(more).toEqualTypeOf<ReadableStream<GatewayStreamEvent | { type: "reasoning"; delta: string }>>();
	// @ts-expect-error: no such event
	await gateway.stream("m", { prompt: "p" }, { events: ["thoughts"] });
	expectTypeOf((await collect(stream)).done).toEqualTypeOf<DoneEvent | undefined>();
});

test("the published spellings compile", async () => {
	await gateway.stream!("m", { messages: [{ role: "user", content: "p" }] });
	const input = { messages: [{ role: "user", content: "p" }] } satisfies Parameters<typeof gateway.run>[1];
	await gateway.run("m", input, { timeout: 10_000 });
	await gateway.run("m", {
		messages: [{ role: "user", content: "p", cacheControl: "ephemeral" }],
		max_tokens: 5,
		top_p: 1,
	});
	await gateway.run("m", { text: "hallo", source_lang: "de", target_lang: "en" });
	// @ts-expect-error: no such role
	await gateway.run("m", { messages: [{ role: "usr", content: "p" }] });
	// @ts-expect-error: one of the two
	await gateway.run("m", { messages: [{ role: "user", content: "p" }], prompt: "p" });
});

test("a hand-written gateway can be wrapped, and keeps what it has", () => {
	const plain = {
		run: async (model: string): Promise<AiOutput> => ({ raw: null, provider: "x", model }),
		providers: () => ["x"],
		defaultProvider: () => "x",
	};
	expectTypeOf(plain).toExtend<Gateway>();
	expectTypeOf(gateway).toExtend<Gateway>();
	const wrapped = use(plain, (call, next) => next(call));
	expectTypeOf(wrapped).not.toHaveProperty("stream");
	expectTypeOf(use(gateway, (call, next) => next(call))).toHaveProperty("stream");
});

test("options are checked", () => {
	const input = { prompt: "p" };
	gateway.run("m", input, { responseFormat: "json", metadata: { a: "b", c: 1, d: true, e: 1n, f: null } });
	gateway.run("m", input, { responseFormat: { jsonSchema: { type: "object" }, name: "verdict" } });
	gateway.run("m", input, { cfGateway: { cacheTtl: 60, skipCache: true, backoff: "linear" }, headers: { "x-a": "b" } });
	gateway.run("m", input, {
		signal: new AbortController().signal,
		attemptTimeout: 5,
		firstTokenTimeout: 5,
		idleTimeout: 5,
	});
	gateway.run("m", input, undefined);
	gateway.run("m", input, { timeout: undefined, provider: undefined, signal: undefined });
	const tool = { name: "f", description: "d", parameters: { type: "object" } } as const;
	gateway.run("m", input, { toolOptions: { tools: [tool], toolChoice: "required" } });
	gateway.run("m", input, { toolOptions: { tools: [tool] as const, toolChoice: { name: "f" } } });
	// @ts-expect-error: no such choice
	gateway.run("m", input, { toolOptions: { tools: [tool], toolChoice: "any" } });
	// @ts-expect-error: a tool needs a name
	gateway.run("m", input, { toolOptions: { tools: [{ description: "d", parameters: {} }] } });
	// @ts-expect-error: no such format
	gateway.run("m", input, { responseFormat: "xml" });
	// @ts-expect-error: times are numbers
	gateway.run("m", input, { timeout: "5s" });
	// @ts-expect-error: labels are scalars
	gateway.run("m", input, { metadata: { a: { b: 1 } } });
	// @ts-expect-error: no such option
	gateway.run("m", input, { tiemout: 5 });
	// @ts-expect-error: events are for streams
	gateway.run("m", input, { events: ["reasoning"] });
	// @ts-expect-error: a model is a name
	gateway.run({ name: "m" }, input);
	// @ts-expect-error: texts
	gateway.embed("m", { text: 5 });
	// @ts-expect-error: nothing to embed
	gateway.embed("m", {});
});

test("messages take what the documents show", () => {
	const messages: ChatMessage[] = [
		{ role: "system", content: "s", cacheControl: "ephemeral" },
		{
			role: "user",
			content: [
				{ type: "text", text: "t" },
				{ type: "image", image: new Uint8Array() },
			],
		},
		{ role: "user", content: [{ type: "image", image: new URL("https://example.com/a.png") }] },
		{ role: "user", content: [{ type: "image_url", image_url: { url: "https://example.com/a.png", detail: "low" } }] },
		{ role: "user", content: [{ type: "file", data: "aGk=", mediaType: "application/pdf", name: "a.pdf" }] },
		{ role: "assistant", content: [{ type: "reasoning", text: "r", signature: "s", provider: "anthropic" }] },
		{ role: "assistant", content: "", toolCalls: [{ id: "1", name: "f", arguments: {} }] },
		{
			role: "assistant",
			content: null,
			tool_calls: [{ id: "1", type: "function", function: { name: "f", arguments: "{}" } }],
		},
		{ role: "tool", content: "r", toolCallId: "1" },
		{ role: "tool", content: "r", tool_call_id: "1" },
	];
	gateway.run("m", { messages });
	const frozen: readonly ChatMessage[] = messages;
	gateway.run("m", {
		messages: frozen,
		maxTokens: 5,
		temperature: 1,
		stop: ["a"] as const,
		vendorField: { any: "thing" },
	});
	// @ts-expect-error: no such kind of caching
	gateway.run("m", { messages: [{ role: "user", content: "p", cacheControl: "forever" }] });
	// @ts-expect-error: no such part
	gateway.run("m", { messages: [{ role: "user", content: [{ type: "picture", image: "a" }] }] });
});

test("what an answer has is typed", async () => {
	const output = await gateway.run("m", { prompt: "p" });
	expectTypeOf(output.finishReason).toEqualTypeOf<FinishReason>();
	expectTypeOf(output.rawFinishReason).toEqualTypeOf<string | null>();
	expectTypeOf(output.receipt).toEqualTypeOf<Receipt>();
	expectTypeOf(output.usage).toEqualTypeOf<TokenUsage | undefined>();
	expectTypeOf(output.toolCalls).toEqualTypeOf<GatewayToolCall[] | undefined>();
	expectTypeOf(output.toolCalls?.[0]?.arguments).toEqualTypeOf<Record<string, unknown> | undefined>();
	expectTypeOf(output.raw).toBeUnknown();
	expectTypeOf(output).toExtend<AiOutput>();
	// What came back goes back.
	await gateway.run("m", { messages: [output.message, { role: "user", content: "p" }] });
	const { done } = await collect(await gateway.stream("m", { prompt: "p" }));
	expectTypeOf(done?.usage).toEqualTypeOf<TokenUsage | undefined>();
	if (done?.message) await gateway.run("m", { messages: [done.message] });
});

test("several optional events, and a list that is known only later", async () => {
	const two = await gateway.stream("m", { prompt: "p" }, { events: ["reasoning", "tool_input"] });
	expectTypeOf(two).toEqualTypeOf<ReadableStream<StreamEvent<"reasoning" | "tool_input">>>();
	const { value } = await two.getReader().read();
	if (value?.type === "tool_input") expectTypeOf(value.delta).toEqualTypeOf<string>();
	// @ts-expect-error: nobody asked for it
	value?.type === "refusal";
	const later: OptionalEventName[] = [];
	const any = await gateway.stream("m", { prompt: "p" }, { events: later });
	expectTypeOf(any).toEqualTypeOf<ReadableStream<StreamEvent<OptionalEventName>>>();
	const none = await gateway.stream("m", { prompt: "p" }, { timeout: 5 });
	expectTypeOf(none).toEqualTypeOf<ReadableStream<GatewayStreamEvent>>();
});

test("a custom provider is given typed parameters, and may have more than run", () => {
	createGateway({
		providers: {
			mine: {
				type: "custom",
				run: async (model, input, options) => {
					expectTypeOf(input).toEqualTypeOf<AiInput>();
					expectTypeOf(options).toEqualTypeOf<RunOptions | undefined>();
					return { text: "t", raw: null, provider: "mine", model };
				},
				stream: async (_model, _input, options) => {
					expectTypeOf(options).toEqualTypeOf<StreamOptions | undefined>();
					return new ReadableStream<GatewayStreamEvent>();
				},
				embed: async (model, input) => {
					expectTypeOf(input).toEqualTypeOf<EmbedInput>();
					return { vectors: [], raw: null, provider: "mine", model };
				},
			},
		},
		defaultProvider: "mine",
	});
	// @ts-expect-error: it cannot run
	createGateway({ providers: { mine: { type: "custom" } }, defaultProvider: "mine" });
	// @ts-expect-error: an answer says who gave it
	createGateway({ providers: { mine: { type: "custom", run: async () => ({ text: "t" }) } }, defaultProvider: "mine" });
});

test("records and objects mix, in literals and in maps of unknown keys", async () => {
	const only: Provider = { run: async ({ provider, model }) => ({ raw: null, provider, model }) };
	const mixed = createGateway({
		providers: {
			record: { type: "anthropic", apiKey: "k", version: "2023-06-01" },
			object: openai({ apiKey: "k" }),
			only,
		},
		defaultProvider: "only",
		cfGateway: { accountId: "a", gatewayId: "g", authToken: undefined, metadata: { a: 1 } },
		router: { resolve: (model) => (model.startsWith("gpt") ? "object" : "record") },
	});
	expectTypeOf(mixed.defaultProvider()).toEqualTypeOf<"record" | "object" | "only">();
	const map: Record<string, ProviderConfig | Provider> = { only };
	const loose = createGateway({ providers: map, defaultProvider: "only" });
	await loose.run("m", { prompt: "p" }, { provider: "anything" });
	// @ts-expect-error: a gateway has a name
	createGateway({ providers: { only }, defaultProvider: "only", cfGateway: { accountId: "a" } });
	// @ts-expect-error: no provider
	createGateway({ providers: { a: { apiKey: "k" } }, defaultProvider: "a" });
});

test("a chain's providers are keys of the gateway's, and wrappers have chains exactly when their gateway has", async () => {
	const both = createGateway({
		providers: { claude: { type: "anthropic", apiKey: "k" }, gpt: { type: "openai", apiKey: "k" } },
		defaultProvider: "claude",
		cfGateway: { accountId: "a", gatewayId: "g" },
	});
	const entries = [
		{ provider: "claude", model: "m", config: { requestTimeout: 1, backoff: "linear" } },
		{ provider: "gpt", model: "m" },
	] as const;
	expectTypeOf(await both.runFallback(entries, { prompt: "p" })).toEqualTypeOf<RunOutput>();
	await both.runFallback!([{ provider: "gpt", model: "m" }], { prompt: "p" }, { timeout: 1 });
	// @ts-expect-error: no provider's key
	await both.runFallback([{ provider: "openai", model: "m" }], { prompt: "p" });
	// @ts-expect-error: an entry has a model
	await both.runFallback([{ provider: "gpt" }], { prompt: "p" });

	const wrapped = use(use(both));
	expectTypeOf(wrapped.runFallback).toEqualTypeOf(both.runFallback);
	const written = {
		run: async (model: string): Promise<AiOutput> => ({ raw: null, provider: "w", model }),
		providers: () => ["w"],
		defaultProvider: () => "w",
	};
	// @ts-expect-error: it has no chains
	use(written).runFallback;
	const chained = { ...written, runFallback: async (): Promise<AiOutput> => written.run("m") };
	expectTypeOf(use(chained).runFallback).toEqualTypeOf(chained.runFallback);
	expectTypeOf(use(both as Gateway).runFallback).toBeNullable();
});

test("a router's providers are keys of the gateway's", () => {
	const provider: Provider = { run: async (call) => ({ raw: null, provider: call.provider, model: call.model }) };
	const both = { providers: { openai: provider, anthropic: provider }, defaultProvider: "openai" } as const;
	const routes = [{ pattern: "claude-*", provider: "anthropic" }] as const;
	const router = createRouter({ routes, fallback: "openai" });
	expectTypeOf(router).toEqualTypeOf<Router<"openai" | "anthropic">>();
	createGateway({ ...both, router });
	createGateway({
		...both,
		router: createRouter({ routes: [{ pattern: "claude-*", provider: "anthropic" }], fallback: "openai" }),
	});
	// One that knows fewer will do.
	createGateway({ ...both, router: createRouter({ routes: [], fallback: "openai" }) });
	const other = createRouter({ routes: [{ pattern: "@cf/*", provider: "workers-ai" }], fallback: "openai" });
	// @ts-expect-error: "workers-ai" is no provider
	createGateway({ ...both, router: other });
	createGateway({
		...both,
		// @ts-expect-error: neither is this one
		router: createRouter({ routes: [{ pattern: "claude-*", provider: "antropic" }], fallback: "openai" }),
	});
	const anyRouter: Router = router;
	// @ts-expect-error: nobody knows what it answers with
	createGateway({ ...both, router: anyRouter });
	const map: Record<string, Provider> = both.providers;
	createGateway({ providers: map, defaultProvider: "openai", router: anyRouter });
});

test("a function that takes any gateway takes this one", async () => {
	const ask = async (any: Gateway, options?: RunOptions): Promise<string> =>
		(await any.run("m", { prompt: "p" }, options)).text ?? "";
	expectTypeOf(await ask(gateway as Gateway)).toEqualTypeOf<string>();
	await ask(gateway);
	const readOnly: Pick<Gateway, "stream"> = gateway;
	expectTypeOf(readOnly.stream).toBeNullable();
});

test("operations of provider objects are the gateway's, beside records", () => {
	const painter = {} as { image: NonNullable<Provider["image"]>; speak?: NonNullable<Provider["speak"]> };
	const mixed = createGateway({
		providers: {
			record: { type: "openai", apiKey: "k" },
			painter,
			plain: { run: async (call) => ({ raw: call.input, provider: call.provider, model: call.model }) },
		},
		defaultProvider: "record",
	});
	expectTypeOf(mixed.image("m", { prompt: "p" }, { provider: "painter" })).resolves.toHaveProperty("images");
	// @ts-expect-error: the provider may have it
	mixed.speak("m", { text: "t" });
	mixed.speak?.("m", { text: "t" });
	// @ts-expect-error: none has it
	mixed.rerank;
	expectTypeOf(use(mixed).image).toEqualTypeOf(mixed.image);
});

test("tasks of records are the gateway's", () => {
	const mixed = createGateway({
		providers: {
			"workers-ai": { type: "workers-ai", binding: cloudflareEnv.AI, tasks: workersAiTasks },
			openai: { type: "openai", apiKey: "k", tasks: openaiTasks },
		},
		defaultProvider: "workers-ai",
	});
	expectTypeOf(mixed.transcribe("@cf/openai/whisper", { audio: "" })).resolves.toHaveProperty("text");
	mixed.image("gpt-image-1", { prompt: "p" }, { provider: "openai" });
	// @ts-expect-error: not a key of providers
	mixed.image("gpt-image-1", { prompt: "p" }, { provider: "open-ai" });
	type Completed<M> = Extract<M, "@cf/openai/whisper">;
	expectTypeOf<Completed<Parameters<typeof mixed.rerank>[0]>>().toEqualTypeOf<"@cf/openai/whisper">();
	const plain = createGateway({ providers: { openai: { type: "openai", apiKey: "k" } }, defaultProvider: "openai" });
	// @ts-expect-error: nobody asked for tasks
	plain.image;
	createGateway({
		// @ts-expect-error: tasks of another provider, which needs a binding
		providers: { openai: { type: "openai", apiKey: "k", tasks: workersAiTasks } },
		defaultProvider: "openai",
	});
});

test("editors complete the models of Workers AI, and any other is accepted", () => {
	type Completed<M> = Extract<M, "@cf/openai/whisper">;
	const byRecord = createGateway({
		providers: { ai: { type: "workers-ai", binding: cloudflareEnv.AI } },
		defaultProvider: "ai",
	});
	const byObject = createGateway({
		providers: {
			ai: { ...workersAi({ binding: cloudflareEnv.AI }), ...workersAiTasks({ binding: cloudflareEnv.AI }) },
		},
		defaultProvider: "ai",
	});
	expectTypeOf<Completed<Parameters<typeof byRecord.run>[0]>>().toEqualTypeOf<"@cf/openai/whisper">();
	expectTypeOf<Completed<Parameters<typeof byObject.transcribe>[0]>>().toEqualTypeOf<"@cf/openai/whisper">();
	byRecord.run("dynamic/mine", { prompt: "p" });
	byObject.batch("@cf/new/model", { id: "b" });
	const other = createGateway({ providers: { a: openai({ apiKey: "k" }) }, defaultProvider: "a" });
	expectTypeOf<Completed<Parameters<typeof other.run>[0]>>().toEqualTypeOf<never>();
	const wrapped: Gateway = use(byObject);
	expectTypeOf(wrapped.image).not.toBeAny();
});

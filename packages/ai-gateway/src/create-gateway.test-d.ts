import { openai } from "@workkit/ai-openai";
import { expectTypeOf, test } from "vitest";
import {
	type AiOutput,
	type ChatMessage,
	collect,
	createGateway,
	type DoneEvent,
	type Gateway,
	type GatewayStreamEvent,
	type RunOutput,
	use,
	type WorkersAiBinding,
} from "./index.ts";

declare const env: { AI: WorkersAiBinding };
declare const cloudflareEnv: { AI: Ai };

const gateway = createGateway({
	providers: {
		"workers-ai": { type: "workers-ai", binding: env.AI },
		openai: { type: "openai", apiKey: "key" },
		mine: openai({ apiKey: "key" }),
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
	// @ts-expect-error: a record of type openai needs a key
	createGateway({ providers: { a: { type: "openai" } }, defaultProvider: "a" });
	gateway.run("m", { prompt: "p" }, { provider: "mine" });
	// @ts-expect-error: not a key of providers
	gateway.run("m", { prompt: "p" }, { provider: "theirs" });
	// @ts-expect-error: not a key of providers
	gateway.stream("m", { prompt: "p" }, { provider: "theirs" });
	expectTypeOf(gateway.providers()).toEqualTypeOf<("workers-ai" | "openai" | "mine" | "local-llm")[]>();
	expectTypeOf(gateway.defaultProvider()).toEqualTypeOf<"workers-ai" | "openai" | "mine" | "local-llm">();
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

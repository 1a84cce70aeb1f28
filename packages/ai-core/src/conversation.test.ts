import { isErrorCode, isWorkkitError } from "@workkit/errors";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answer } from "../test/chat-wire.ts";
import { vendorGateway } from "../test/gateways.ts";
import { rejection } from "../test/outcome.ts";
import { type AiInput, type ChatMessage, readConversation } from "./index.ts";

/** What is sent for an input. */
async function sent(input: object): Promise<Record<string, unknown>> {
	const { gateway, exchanges } = vendorGateway({ json: answer });
	await gateway.run("m", input as AiInput);
	return exchanges[0]?.body ?? {};
}

/** The error that refuses an input; fails when a request was made. */
async function refused(input: unknown, operation: "run" | "stream" = "run"): Promise<unknown> {
	const { gateway, exchanges } = vendorGateway({ json: answer });
	const error = await rejection(gateway[operation]("m", input as AiInput));
	expect(exchanges).toEqual([]);
	return error;
}

const user: ChatMessage = { role: "user", content: "Hello" };

describe("the input", () => {
	it("may be a prompt, which is one user message", async () => {
		expect((await sent({ prompt: "Hello" })).messages).toEqual([user]);
	});

	it("may be messages", async () => {
		const messages = [{ role: "system", content: "Be short." }, user];
		expect((await sent({ messages })).messages).toEqual(messages);
	});

	it("may spell tool calls as the wire does, or as the answer did", async () => {
		const wire = {
			role: "assistant",
			content: "",
			tool_calls: [{ id: "1", type: "function", function: { name: "look", arguments: '{"at":1}' } }],
		};
		const ours = { role: "assistant", content: "", toolCalls: [{ id: "1", name: "look", arguments: { at: 1 } }] };
		const one = await sent({ messages: [user, wire, { role: "tool", content: "seen", tool_call_id: "1" }] });
		const other = await sent({ messages: [user, ours, { role: "tool", content: "seen", toolCallId: "1" }] });
		expect(one).toEqual(other);
		expect(one.messages).toMatchObject([user, { tool_calls: wire.tool_calls }, { role: "tool", tool_call_id: "1" }]);
	});

	it("may spell settings in both ways", async () => {
		const camel = await sent({ prompt: "Hello", maxTokens: 5, topP: 0.5, frequencyPenalty: 1, presencePenalty: 2 });
		const snake = await sent({ prompt: "Hello", max_tokens: 5, top_p: 0.5, frequency_penalty: 1, presence_penalty: 2 });
		expect(camel).toEqual(snake);
		expect(camel).toMatchObject({ max_tokens: 5, top_p: 0.5, frequency_penalty: 1, presence_penalty: 2 });
		expect(Object.keys(camel).filter((key) => /[A-Z]/.test(key))).toEqual([]);
	});

	it("has the settings that it has itself, and none that hide under its prototype's name", async () => {
		const { settings } = readConversation(JSON.parse('{"prompt":"Hello","__proto__":{"max_tokens":3}}'));
		expect(settings.max_tokens).toBeUndefined();
		for (const both of [
			{ maxTokens: 5, max_tokens: 6 },
			{ max_tokens: 6, maxTokens: 5 },
		]) {
			expect(await sent({ prompt: "Hello", ...both })).toMatchObject({ max_tokens: 5 });
		}
		expect(await sent({ prompt: "Hello", max_tokens: 6, maxTokens: undefined })).toMatchObject({ max_tokens: 6 });
	});

	it("passes the vendor's own fields on", async () => {
		expect(await sent({ prompt: "Hello", seed: 7, logit_bias: { 1: 2 } })).toMatchObject({
			seed: 7,
			logit_bias: { 1: 2 },
		});
	});

	it("cannot replace the model, nor whether the answer is a stream", async () => {
		const body = await sent({ prompt: "Hello", model: "expensive", stream: true });
		expect(body.model).toBe("m");
		expect(body.stream).toBeUndefined();
		const { gateway, exchanges } = vendorGateway({ json: answer });
		await gateway.stream("m", { prompt: "Hello", model: "expensive", stream: false });
		expect(exchanges[0]?.body).toMatchObject({ model: "m", stream: true });
	});

	it("takes null as content for the empty text", async () => {
		const calls = [{ id: "1", name: "look", arguments: {} }];
		const { messages } = await sent({ messages: [user, { role: "assistant", content: null, toolCalls: calls }] });
		expect(messages).toMatchObject([user, { role: "assistant", tool_calls: [{ id: "1" }] }]);
	});

	it("takes the role developer for system", async () => {
		expect((await sent({ messages: [{ role: "developer", content: "Be short." }] })).messages).toEqual([
			{ role: "system", content: "Be short." },
		]);
	});

	it("is left as it was", async () => {
		const input = {
			messages: [user, { role: "assistant" as const, content: [{ type: "text" as const, text: "Hi" }] }],
			maxTokens: 5,
			stop: ["a"],
		};
		const before = structuredClone(input);
		await sent(input);
		expect(input).toEqual(before);
	});
});

describe("an input that is none is a ValidationError, and nothing is sent", () => {
	const inputs: [string, unknown][] = [
		["prompt and messages", { prompt: "Hello", messages: [user] }],
		["neither", {}],
		["settings alone", { temperature: 1 }],
		["nothing", undefined],
		["null", null],
		["a text", "Hello"],
		["no messages", { messages: [] }],
		["messages that are null", { messages: null }],
		["messages that are a text", { messages: "Hello" }],
		["messages that are an object", { messages: { 0: user, length: 1 } }],
		["a prompt that is null", { prompt: null }],
		["a prompt that is a number", { prompt: 42 }],
		["a message that is null", { messages: [null] }],
		["a message that is a text", { messages: ["Hello"] }],
		["a message without a role", { messages: [{ content: "Hello" }] }],
		["an unknown role", { messages: [{ role: "function", content: "Hello" }] }],
		["the role toString", { messages: [{ role: "toString", content: "Hello" }] }],
		["content that is a number", { messages: [{ role: "user", content: 42 }] }],
		["content that is an object", { messages: [{ role: "user", content: { text: "Hello" } }] }],
		["a part that is null", { messages: [{ role: "user", content: [null] }] }],
		["a part that is a text", { messages: [{ role: "user", content: ["Hello"] }] }],
		["a tool message without toolCallId", { messages: [user, { role: "tool", content: "seen" }] }],
		[
			"a tool message with an empty toolCallId",
			{ messages: [user, { role: "tool", content: "seen", toolCallId: "" }] },
		],
		["tool calls that are no list", { messages: [{ role: "assistant", content: "", toolCalls: {} }] }],
		[
			"a tool call of the wire without a function",
			{ messages: [{ role: "assistant", content: "", tool_calls: [{ id: "1" }] }] },
		],
	];

	it.each(inputs)("%s", async (_what, input) => {
		for (const operation of ["run", "stream"] as const) {
			const error = await refused(input, operation);
			expect(isErrorCode(error, "WORKKIT_VALIDATION")).toBe(true);
			expect(error).toMatchObject({ retryable: false, context: { provider: "vendor", model: "m" } });
		}
	});

	it("says which message is wrong", async () => {
		const messages = [user, { role: "assistant", content: "Hi" }, { role: "robot", content: "?" }];
		expect(String(await refused({ messages }))).toContain("messages[2]");
	});
});

describe("any messages", () => {
	const loose = fc.oneof(
		fc.record(
			{
				role: fc.constantFrom("system", "user", "assistant", "tool", "developer", "robot", undefined, 1),
				content: fc.oneof(
					fc.string(),
					fc.constantFrom(null, undefined, 1, {}, []),
					fc.array(fc.anything(), { maxLength: 2 }),
				),
				toolCallId: fc.constantFrom(undefined, "", "1", 1),
				toolCalls: fc.constantFrom(undefined, [], {}, [{ id: "1", name: "a", arguments: {} }], [null]),
				tool_calls: fc.constantFrom(undefined, null, [], [{}], [{ id: "1", function: { name: "a", arguments: "{" } }]),
			},
			{ requiredKeys: [] },
		),
		fc.anything(),
	);

	it("are sent with as many messages, or refused with an error of ours before anything is sent", async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(loose, { maxLength: 3 }), async (messages) => {
				const { gateway, exchanges } = vendorGateway({ json: answer });
				try {
					await gateway.run("m", { messages: messages as ChatMessage[] });
				} catch (error) {
					expect(isWorkkitError(error) && error.code).toBe("WORKKIT_VALIDATION");
					expect(exchanges).toEqual([]);
					return;
				}
				expect(exchanges[0]?.body.messages).toHaveLength(messages.length);
			}),
			{ numRuns: 300 },
		);
	});
});

describe("texts to embed", () => {
	it.each([[[]], [undefined], [null], [42], [{}]])(
		"that are %j are a ValidationError, and nothing is sent",
		async (text) => {
			const { gateway, exchanges } = vendorGateway({ json: answer });
			const error = await rejection(gateway.embed("m", { text: text as string }));
			expect(isErrorCode(error, "WORKKIT_VALIDATION")).toBe(true);
			expect(exchanges).toEqual([]);
		},
	);
});

import { describe, expect, it } from "vitest";
import { answerOfEvents } from "./expectation.ts";
import { bodyOf } from "./pieces.ts";
import { chunk, factsOf, failureOf, hearAnswer, hearFrom, type Kind, runFrom, sse, textOf } from "./quirk.ts";
import type { Heard } from "./replay.ts";

const hello = [chunk({ content: "Hel" }), chunk({ content: "lö" }), chunk({}, "stop"), "[DONE]"];

function expectHello(heard: Heard): void {
	expect(heard.error).toBeUndefined();
	expect(answerOfEvents(heard.events)).toMatchObject({ text: "Hellö", rawFinishReason: "stop", id: "chatcmpl-1" });
}

/** Each text cut before and after each of its characters that the expression matches. */
const split = (text: string, at: RegExp): string[] => text.split(at).filter((piece) => piece !== "");

const chatKinds: Kind[] = ["openai", "workers-ai"];

describe.each(chatKinds)("frames over %s", (kind) => {
	const hear = (body: unknown): Promise<Heard> => hearAnswer(kind, { body });

	/** With payloads over several lines: there a line end that is counted twice ends the frame too early. */
	const lines = sse(...hello)
		.replaceAll(',"', ',\ndata: "')
		.replaceAll("data: {", "event: message\ndata: {");

	it.each([
		["CRLF", "\r\n"],
		["CR", "\r"],
		["LF", "\n"],
	])("are read with %s line ends, whole and cut before and after each of their characters", async (_name, end) => {
		const body = lines.replaceAll("\n", end);
		expectHello(await hear(body));
		expectHello(await hear(split(body, /(?<=\r)|(?<=\n)|(?=\n)|(?=\r)/)));
	});

	it("are read after a byte order mark, also one that is cut", async () => {
		const body = new TextEncoder().encode(`\uFEFF${sse(...hello)}`);
		expectHello(await hear(body));
		for (const at of [1, 2, 3]) expectHello(await hear([body.subarray(0, at), body.subarray(at)]));
	});

	it("are read between comments and unknown fields, which mean nothing", async () => {
		const [first, ...rest] = hello;
		const noise = ": OPENROUTER PROCESSING\n\n:\n\nretry: 3000\nid: 7\nnonsense\n: inside a frame\n";
		expectHello(await hear(`${noise}${sse(first)}${noise}${sse(...rest)}`));
	});

	it("are read when one payload has several data lines", async () => {
		expect(lines.match(/^data: "/gm)?.length).toBeGreaterThan(3);
		expectHello(await hear(lines));
	});

	it("are read without a space after the colon, and with empty data lines between them", async () => {
		expectHello(
			await hear(
				sse(...hello)
					.replaceAll("data: ", "data:")
					.replaceAll("\n\n", "\n\ndata:\n\n"),
			),
		);
	});

	it("are read when the last one has no blank line, or no line end at all", async () => {
		const body = sse(...hello.slice(0, 3));
		expectHello(await hear(body.slice(0, -1)));
		expectHello(await hear(body.slice(0, -2)));
	});

	it("are read whatever their event names are", async () => {
		expectHello(await hear(sse(...hello).replaceAll("data: ", "event: message\ndata: ")));
	});

	it("mean nothing after the terminal one", async () => {
		expectHello(await hear(`${sse(...hello)}${sse(chunk({ content: "more" }), "{ not JSON", { error: "late" })}`));
	});

	it("that are not JSON reject as malformed, after what came before", async () => {
		const heard = await hear(sse(hello[0], '{"choices": [{]}', ...hello.slice(1)));
		expect(textOf(heard)).toBe("Hel");
		expect(factsOf(heard.error)).toMatchObject({
			code: "WORKKIT_STREAM_INTERRUPTED",
			reason: "malformed",
			partial: { text: "Hel", toolCalls: [] },
		});
	});

	it("that are cut inside a character show no broken one", async () => {
		const body = new TextEncoder().encode(sse(...hello));
		const inside = body.indexOf(0xc3) + 1;
		const heard = await hear(body.subarray(0, inside));
		expect(textOf(heard)).toBe("Hel");
		expect(factsOf(heard.error)).toMatchObject({ code: "WORKKIT_STREAM_INTERRUPTED", reason: "cut" });
	});
});

describe.each(chatKinds)("the end of a stream over %s", (kind) => {
	const hear = (...frames: unknown[]): Promise<Heard> => hearAnswer(kind, { body: sse(...frames) });

	it("is good after a finish reason, also without a terminal frame", async () => {
		expectHello(await hear(...hello.slice(0, 3)));
	});

	it("is good after the terminal frame, also without a finish reason", async () => {
		const heard = await hear(hello[0], hello[1], "[DONE]");
		expect(heard.error).toBeUndefined();
		expect(answerOfEvents(heard.events)).toMatchObject({ text: "Hellö", rawFinishReason: null });
	});

	it("is a cut without either of them", async () => {
		const heard = await hear(hello[0], hello[1]);
		expect(textOf(heard)).toBe("Hellö");
		expect(factsOf(heard.error)).toMatchObject({
			code: "WORKKIT_STREAM_INTERRUPTED",
			reason: "cut",
			retryable: false,
			partial: { text: "Hellö" },
		});
	});

	it("is a cut when there was nothing at all, and worth another try", async () => {
		const heard = await hearAnswer(kind, { body: "" });
		expect(heard.events).toEqual([]);
		expect(factsOf(heard.error)).toMatchObject({ code: "WORKKIT_STREAM_INTERRUPTED", reason: "cut", retryable: true });
	});

	it("is a cut when the connection broke, after what came before", async () => {
		const broken = (type: string) => (): Response => {
			const source = bodyOf([new TextEncoder().encode(sse(hello[0]))]);
			const body = new ReadableStream<Uint8Array>({
				async pull(controller) {
					const reader = source.getReader();
					const { done, value } = await reader.read();
					reader.releaseLock();
					if (done) controller.error(new TypeError("Network connection lost."));
					else controller.enqueue(value);
				},
			});
			return new Response(body, { headers: { "content-type": type } });
		};
		const heard = await hearFrom(kind, broken("text/event-stream"));
		expect(textOf(heard)).toBe("Hel");
		expect(factsOf(heard.error)).toMatchObject({ reason: "cut", retryable: false, partial: { text: "Hel" } });
		const error = await failureOf(runFrom(kind, broken("application/json")));
		expect(error).toMatchObject({ code: "WORKKIT_STREAM_INTERRUPTED", reason: "cut", retryable: true });
	});

	it("is good with the finish word `error`", async () => {
		const heard = await hear(hello[0], chunk({}, "error"), "[DONE]");
		expect(heard.error).toBeUndefined();
		expect(answerOfEvents(heard.events)).toMatchObject({
			text: "Hel",
			finishReason: "error",
			rawFinishReason: "error",
		});
	});

	it("is a cut when only another choice has finished", async () => {
		const other = { id: "chatcmpl-1", choices: [{ index: 1, delta: { content: "x" }, finish_reason: "stop" }] };
		const heard = await hear(hello[0], other);
		expect(factsOf(heard.error)).toMatchObject({ code: "WORKKIT_STREAM_INTERRUPTED", reason: "cut" });
	});
});

describe("a stream of Anthropic's", () => {
	const start = {
		type: "message_start",
		message: { id: "msg_1", model: "served", content: [], usage: { input_tokens: 3, output_tokens: 1 } },
	};
	const open = { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } };
	const text = (delta: string): unknown => ({
		type: "content_block_delta",
		index: 0,
		delta: { type: "text_delta", text: delta },
	});
	const stop = { type: "content_block_stop", index: 0 };
	const finish = { type: "message_delta", delta: { stop_reason: "end_turn" }, usage: { output_tokens: 5 } };
	const end = { type: "message_stop" };
	const hear = (...frames: unknown[]): Promise<Heard> => hearAnswer("anthropic", { body: sse(...frames) });

	it("is complete after a stop reason, also without `message_stop`", async () => {
		const heard = await hear(start, open, text("Hi"), stop, finish);
		expect(heard.error).toBeUndefined();
		expect(answerOfEvents(heard.events)).toMatchObject({
			text: "Hi",
			finishReason: "stop",
			usage: { inputTokens: 3, outputTokens: 5 },
		});
	});

	it("is a cut before both, with the usage of its start", async () => {
		const heard = await hear(start, open, text("Hi"), stop);
		expect(factsOf(heard.error)).toMatchObject({ reason: "cut", partial: { text: "Hi", usage: { inputTokens: 3 } } });
	});

	it("passes over blocks, deltas and events that it does not know", async () => {
		const heard = await hear(
			start,
			{ type: "ping" },
			{ type: "something_new", payload: { text: "not an answer" } },
			{ type: "content_block_start", index: 0, content_block: { type: "hologram", text: "no" } },
			{ type: "content_block_delta", index: 0, delta: { type: "hologram_delta", text: "no" } },
			stop,
			{ ...open, index: 1 },
			{ type: "content_block_delta", index: 1, delta: { type: "text_delta", text: "Hi" } },
			{ ...stop, index: 1 },
			finish,
			end,
		);
		expect(heard.error).toBeUndefined();
		expect(answerOfEvents(heard.events)).toMatchObject({ text: "Hi", toolCalls: [] });
	});

	it("keeps blocks apart that are written at the same time", async () => {
		const heard = await hear(
			start,
			{ type: "content_block_start", index: 0, content_block: { type: "tool_use", id: "a", name: "f", input: {} } },
			{ type: "content_block_start", index: 1, content_block: { type: "tool_use", id: "b", name: "g", input: {} } },
			{ type: "content_block_delta", index: 1, delta: { type: "input_json_delta", partial_json: '{"y"' } },
			{ type: "content_block_delta", index: 0, delta: { type: "input_json_delta", partial_json: '{"x"' } },
			{ type: "content_block_delta", index: 1, delta: { type: "input_json_delta", partial_json: ":2}" } },
			{ type: "content_block_delta", index: 0, delta: { type: "input_json_delta", partial_json: ":1}" } },
			{ type: "content_block_stop", index: 1 },
			{ type: "content_block_stop", index: 0 },
			{ ...finish, delta: { stop_reason: "tool_use" } },
			end,
		);
		const { toolCalls } = answerOfEvents(heard.events);
		expect(toolCalls.find(({ id }) => id === "a")).toEqual({ id: "a", name: "f", arguments: { x: 1 } });
		expect(toolCalls.find(({ id }) => id === "b")).toEqual({ id: "b", name: "g", arguments: { y: 2 } });
	});
});

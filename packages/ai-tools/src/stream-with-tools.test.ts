import type { AnyStreamEvent } from "@workkit/ai-core";
import { collect, textStream } from "@workkit/ai-stream";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { call, listen, scripted } from "../test/scripted.ts";
import { streamWithTools } from "./stream-with-tools.ts";
import { tool } from "./tool.ts";

const question = { prompt: "What is the weather?" };
const weather = tool({
	name: "weather",
	description: "Tells the weather.",
	input: z.object({ city: z.string() }),
	execute: ({ city }) => `Sunny in ${city}`,
});
const lines = [
	{ text: "Let me look.", toolCalls: [call("weather", { city: "Rome" })], usage: { inputTokens: 1, outputTokens: 2 } },
	{ text: "Sunny.", finishReason: "stop" as const, usage: { inputTokens: 3, outputTokens: 4 } },
];

describe("a streamed tool loop", () => {
	it("tells text, calls, results and turns as they come, and ends with one done", async () => {
		const { gateway } = scripted(...lines);
		const events = await listen(await streamWithTools(gateway, "parrot", question, { tools: [weather] }));
		expect(events.slice(0, -1)).toEqual([
			{ type: "text", delta: "Let" },
			{ type: "text", delta: " me look." },
			{ type: "tool_use", id: "call-weather", name: "weather", input: { city: "Rome" } },
			{
				type: "tool_result",
				toolCallId: "call-weather",
				name: "weather",
				content: "Sunny in Rome",
				value: "Sunny in Rome",
			},
			{ type: "turn", turn: 1, usage: { inputTokens: 1, outputTokens: 2 } },
			{ type: "text", delta: "Sun" },
			{ type: "text", delta: "ny." },
			{ type: "turn", turn: 2, finishReason: "stop", usage: { inputTokens: 3, outputTokens: 4 } },
		]);
		expect(events.at(-1)).toMatchObject({
			type: "done",
			content: "Sunny.",
			turns: 2,
			stopReason: "answer",
			provider: "scripted",
			model: "parrot",
			usage: { inputTokens: 4, outputTokens: 6 },
			messages: [{ role: "assistant" }, { role: "tool" }, { role: "assistant" }],
		});
	});

	it("is what the stream helpers take", async () => {
		const options = { tools: [weather] };
		const open = () => streamWithTools(scripted(...lines).gateway, "parrot", question, options);
		expect((await listen(textStream(await open()))).join("")).toBe("Let me look.Sunny.");
		expect((await collect(await open())).done?.content).toBe("Sunny.");
	});

	it("emits the optional events that were asked for, under the ids of their calls", async () => {
		const said: AnyStreamEvent[] = [
			{ type: "reasoning", delta: "Hm." },
			{ type: "tool_input", id: "call:0", name: "weather", delta: "{}" },
			{ type: "tool_use", id: "call:0", name: "weather", input: {} },
			{ type: "done" },
		];
		let asked: unknown;
		const gateway = {
			async stream(_model: string, _input: object, options: { events?: readonly string[] | undefined } = {}) {
				asked = options.events;
				return new ReadableStream<AnyStreamEvent>({
					start(controller) {
						for (const event of said) controller.enqueue(event);
						controller.close();
					},
				});
			},
		};
		const options = { tools: [weather], maxTurns: 1, events: ["reasoning", "tool_input"] as const };
		const events = await listen(await streamWithTools(gateway, "parrot", question, options));
		expect(asked).toEqual(["reasoning", "tool_input"]);
		const [reasoning, input, use] = events;
		expect(reasoning).toEqual({ type: "reasoning", delta: "Hm." });
		expect(input).toMatchObject({ type: "tool_input", id: expect.stringMatching(/^[\w-]+$/) });
		expect(use).toMatchObject({ type: "tool_use", id: Object(input).id });
	});

	it("tells each result as it comes, whatever the order of the calls", async () => {
		const wait = tool({
			name: "wait",
			description: "",
			input: z.object({ ms: z.number() }),
			execute: ({ ms }) => new Promise((resolve) => setTimeout(() => resolve(ms), ms)),
		});
		const calls = [call("wait", { ms: 30 }, "slow"), call("wait", { ms: 1 }, "fast")];
		const { gateway, asked } = scripted({ toolCalls: calls }, { text: "Done." });
		const events = await listen(await streamWithTools(gateway, "parrot", question, { tools: [wait] }));
		expect(events.flatMap((event) => (event.type === "tool_result" ? [event.toolCallId] : []))).toEqual([
			"fast",
			"slow",
		]);
		expect(asked[1]?.messages.slice(-2).map(({ toolCallId }) => toolCallId)).toEqual(["slow", "fast"]);
	});

	it("asks and runs nothing before it is read", async () => {
		const { gateway, asked } = scripted(...lines);
		const stream = await streamWithTools(gateway, "parrot", question, { tools: [weather] });
		await new Promise((resolve) => setTimeout(resolve));
		expect(asked).toHaveLength(0);
		const reader = stream.getReader();
		while ((await reader.read()).value?.type !== "turn");
		await new Promise((resolve) => setTimeout(resolve));
		expect(asked).toHaveLength(1);
		await reader.cancel();
	});

	it("cancelled by its reader cancels the model's stream", async () => {
		const { gateway, cancelled } = scripted(...lines);
		const reader = (await streamWithTools(gateway, "parrot", question, { tools: [weather] })).getReader();
		await reader.read();
		await reader.cancel("bored");
		await new Promise((resolve) => setTimeout(resolve));
		expect(cancelled()).toBe("bored");
	});

	it("cancelled while a tool runs aborts the tool's signal", async () => {
		let signal: AbortSignal | undefined;
		const slow = tool({
			name: "weather",
			description: "",
			execute: (_, context) => {
				signal = context.signal;
				return new Promise(() => {});
			},
		});
		const { gateway, asked } = scripted({ toolCalls: [call("weather")] });
		const reader = (await streamWithTools(gateway, "parrot", question, { tools: [slow] })).getReader();
		await reader.read();
		reader.read().catch(() => {});
		await new Promise((resolve) => setTimeout(resolve));
		await reader.cancel("bored");
		expect(signal?.reason).toBe("bored");
		expect(asked).toHaveLength(1);
	});

	it("fails with the caller's reason, also when the gateway does not listen", async () => {
		const controller = new AbortController();
		let cancelled: unknown;
		const deaf = {
			stream: async () =>
				new ReadableStream<AnyStreamEvent>({
					cancel(reason) {
						cancelled = reason;
					},
				}),
		};
		const options = { tools: [weather], runOptions: { signal: controller.signal } };
		const reader = (await streamWithTools(deaf, "parrot", question, options)).getReader();
		const reading = reader.read();
		await new Promise((resolve) => setTimeout(resolve));
		controller.abort("gone");
		await expect(reading).rejects.toBe("gone");
		expect(cancelled).toBe("gone");
	});

	it("fails when a turn is cut, after what was said before", async () => {
		const cut = {
			stream: async () =>
				new ReadableStream<AnyStreamEvent>({
					start(controller) {
						controller.enqueue({ type: "text", delta: "Half" });
						controller.close();
					},
				}),
		};
		const reader = (await streamWithTools(cut, "parrot", question, { tools: [weather] })).getReader();
		expect(await reader.read()).toMatchObject({ value: { delta: "Half" } });
		await expect(reader.read()).rejects.toMatchObject({ code: "WORKKIT_STREAM_INTERRUPTED" });
	});

	it("expires with the total timeout", async () => {
		const slow = tool({ name: "weather", description: "", execute: () => new Promise(() => {}) });
		const { gateway } = scripted({ toolCalls: [call("weather")] });
		const options = { tools: [slow], runOptions: { timeout: 20 } };
		const stream = await streamWithTools(gateway, "parrot", question, options);
		await expect(listen(stream)).rejects.toMatchObject({ code: "WORKKIT_TIMEOUT", retryable: false });
	});

	it("of a gateway that has no streams fails in so many words", async () => {
		const stream = await streamWithTools({}, "parrot", question, { tools: [weather] });
		await expect(listen(stream)).rejects.toMatchObject({ code: "WORKKIT_UNSUPPORTED_OPERATION" });
	});
});

it("a stream that comes after the abort is let go of, unread", async () => {
	const controller = new AbortController();
	let cancelled: unknown;
	let come = (_: ReadableStream<AnyStreamEvent>): void => {};
	const late = {
		stream: () =>
			new Promise<ReadableStream<AnyStreamEvent>>((resolve) => {
				come = resolve;
			}),
	};
	const options = { tools: [weather], runOptions: { signal: controller.signal } };
	const reading = (await streamWithTools(late, "parrot", question, options)).getReader().read();
	controller.abort("gone");
	await expect(reading).rejects.toBe("gone");
	come(
		new ReadableStream({
			cancel(reason) {
				cancelled = reason;
			},
		}),
	);
	await new Promise((resolve) => setTimeout(resolve));
	expect(cancelled).toBe("gone");
});

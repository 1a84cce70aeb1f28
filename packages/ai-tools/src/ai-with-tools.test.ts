import { TimeoutError } from "@workkit/errors";
import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { call, scripted } from "../test/scripted.ts";
import { aiWithTools } from "./ai-with-tools.ts";
import { createToolRegistry } from "./create-tool-registry.ts";
import { tool } from "./tool.ts";

const question = { messages: [{ role: "user" as const, content: "What is the weather?" }] };
const weather = tool({
	name: "weather",
	description: "Tells the weather.",
	input: z.object({ city: z.string(), unit: z.enum(["C", "F"]).default("C") }),
	execute: ({ city, unit }) => ({ city, degrees: 18, unit }),
});
const asks = (name: string, args?: Record<string, unknown>, id?: string) => ({ toolCalls: [call(name, args, id)] });
/** What the model was shown last. */
const shown = (messages: readonly { role: string; content: unknown }[] | undefined) =>
	messages?.filter(({ role }) => role === "tool").map(({ content }) => content);

describe("a tool loop", () => {
	it("runs the tools that the model calls and asks again until it answers", async () => {
		const { gateway, asked } = scripted(asks("weather", { city: "Paris" }), {
			text: "18 degrees.",
			finishReason: "stop",
		});
		const result = await aiWithTools(gateway, "parrot", question, { tools: [weather] });
		expect(result).toMatchObject({
			content: "18 degrees.",
			toolCalls: [call("weather", { city: "Paris" })],
			toolResults: [{ toolCallId: "call-weather", value: { city: "Paris", degrees: 18, unit: "C" } }],
			provider: "scripted",
			model: "parrot",
			turns: 2,
			stopReason: "answer",
			finishReason: "stop",
			pendingToolCalls: [],
		});
		expect(asked[1]?.messages).toEqual([
			...question.messages,
			{ role: "assistant", content: "", toolCalls: [call("weather", { city: "Paris" })] },
			{ role: "tool", toolCallId: "call-weather", content: '{"city":"Paris","degrees":18,"unit":"C"}' },
		]);
		expect(result.messages).toEqual([
			...(asked[1]?.messages.slice(1) ?? []),
			{ role: "assistant", content: "18 degrees." },
		]);
	});

	it("appends the model's own message, reasoning and all", async () => {
		const content = [{ type: "reasoning" as const, text: "Hm.", signature: "s", provider: "scripted" }];
		const message = { role: "assistant" as const, content, toolCalls: [call("weather", { city: "Rome" })] };
		const { gateway, asked } = scripted({ ...asks("weather", { city: "Rome" }), message }, { text: "Warm." });
		await aiWithTools(gateway, "parrot", question, { tools: [weather] });
		expect(asked[1]?.messages[1]).toEqual(message);
	});

	it("takes a prompt, and hands settings and options to every turn", async () => {
		const { gateway, asked } = scripted(asks("weather", { city: "Rome" }), { text: "Warm." });
		const runOptions = { provider: "scripted", metadata: { tenant: "a" }, attemptTimeout: 1_000 };
		await aiWithTools(gateway, "parrot", { prompt: "Weather?", maxTokens: 50 }, { tools: [weather], runOptions });
		expect(asked.map(({ messages }) => messages[0])).toEqual(Array(2).fill({ role: "user", content: "Weather?" }));
		for (const { input, options } of asked) {
			expect(input).toMatchObject({ maxTokens: 50 });
			expect(input.prompt).toBeUndefined();
			expect(options).toMatchObject({ ...runOptions, toolOptions: { tools: [{ name: "weather" }] } });
		}
	});

	it("refuses an input without a conversation, and limits that are none", async () => {
		const { gateway } = scripted({ text: "Hi." });
		const run = (input: object, options: object = {}) =>
			aiWithTools(gateway, "parrot", input as never, { tools: [weather], ...options });
		for (const failing of [run({}), run(question, { maxTurns: 0 }), run(question, { concurrency: 0.5 })]) {
			await expect(failing).rejects.toMatchObject({ code: "WORKKIT_VALIDATION" });
		}
		await expect(aiWithTools(gateway, "parrot", question, { tools: [weather, weather] })).rejects.toMatchObject({
			code: "WORKKIT_CONFIG",
		});
	});
});

describe("what goes wrong with a call is shown to the model, and the loop goes on", () => {
	const outcome = async (
		line: ReturnType<typeof asks>,
		tools: Parameters<typeof aiWithTools>[3]["tools"],
		more: object = {},
	) => {
		const { gateway, asked } = scripted(line, { text: "Sorry." });
		const result = await aiWithTools(gateway, "parrot", question, { tools, ...more });
		expect(result).toMatchObject({
			content: "Sorry.",
			turns: 2,
			stopReason: "answer",
			toolResults: [{ isError: true }],
		});
		return String(shown(asked[1]?.messages));
	};

	it("a handler that throws", async () => {
		const broken = tool({
			name: "broken",
			description: "",
			execute: () => {
				throw new Error("The printer is on fire.");
			},
		});
		expect(await outcome(asks("broken"), [broken])).toBe("Error: The printer is on fire.");
	});

	it("a handler that rejects with something that is no error", async () => {
		const broken = tool({ name: "broken", description: "", execute: () => Promise.reject("no paper") });
		expect(await outcome(asks("broken"), [broken])).toBe("Error: no paper");
	});

	it("a tool that nobody defined", async () => {
		expect(await outcome(asks("wether"), [weather])).toBe('Error: There is no tool "wether". Available: weather.');
	});

	it("a tool named like a member of every object", async () => {
		expect(await outcome(asks("constructor"), [weather])).toContain('no tool "constructor"');
	});

	it("arguments that do not fit the schema, each with its reason", async () => {
		const text = await outcome(asks("weather", { unit: "K" }), [weather]);
		expect(text).toMatch(/^Error: The arguments do not fit:\n- city: .+\n- unit: .+/);
	});

	it("arguments that do not fit the JSON Schema of a registered tool", async () => {
		const registry = createToolRegistry();
		const handler = vi.fn();
		const parameters = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
		registry.register("weather", { definition: { description: "", parameters }, handler });
		expect(await outcome(asks("weather", { city: 5 }), registry)).toContain("- city: must be string");
		expect(handler).not.toHaveBeenCalled();
	});

	it("arguments that are not JSON, of which the history keeps nothing that a vendor would refuse", async () => {
		const invalid = { ...call("weather"), invalid: true as const, argumentsText: '{"city": "Par' };
		const { gateway, asked } = scripted({ toolCalls: [invalid] }, { text: "Sorry." });
		const { toolCalls } = await aiWithTools(gateway, "parrot", question, { tools: [weather] });
		expect(toolCalls).toEqual([invalid]);
		expect(shown(asked[1]?.messages)?.[0]).toContain('not a JSON object, or were cut off: {"city": "Par');
		expect(asked[1]?.messages[1]?.toolCalls).toEqual([call("weather")]);
	});

	it("a tool that takes longer than its timeout, whose signal is aborted", async () => {
		let signal: AbortSignal | undefined;
		const slow = tool({
			name: "slow",
			description: "",
			timeout: 5,
			execute: (_, context) => {
				signal = context.signal;
				return new Promise(() => {});
			},
		});
		expect(await outcome(asks("slow"), [slow])).toBe("Error: Tool slow timed out after 5 ms");
		expect(signal?.reason).toBeInstanceOf(TimeoutError);
	});

	it("a tool that takes longer than the loop's timeout for tools", async () => {
		const slow = tool({ name: "slow", description: "", execute: () => new Promise(() => {}) });
		expect(await outcome(asks("slow"), [slow], { toolTimeout: 5 })).toContain("timed out after 5 ms");
	});

	it("a result that has no JSON", async () => {
		const big = tool({ name: "big", description: "", execute: () => 10n });
		expect(await outcome(asks("big"), [big])).toBe("Error: The tool's result cannot be written as JSON.");
	});

	it("an error of a megabyte, of which the model sees the beginning", async () => {
		const loud = tool({ name: "loud", description: "", execute: () => Promise.reject(new Error("x".repeat(1e6))) });
		expect(await outcome(asks("loud"), [loud])).toHaveLength(2_000);
	});
});

describe("arguments", () => {
	it("reach the tool as the schema makes them, without the nulls that stand for nothing", async () => {
		const execute = vi.fn(() => "ok");
		const input = z.object({
			city: z.string().transform((city) => city.toUpperCase()),
			unit: z.enum(["C", "F"]).optional(),
		});
		const { gateway } = scripted(asks("weather", { city: "Paris", unit: null }), { text: "Fine." });
		await aiWithTools(gateway, "parrot", question, {
			tools: [tool({ name: "weather", description: "", input, execute })],
		});
		expect(execute).toHaveBeenCalledWith({ city: "PARIS" }, expect.objectContaining({ toolCallId: "call-weather" }));
	});

	it("named __proto__ pollute nothing", async () => {
		const seen: unknown[] = [];
		const args = JSON.parse(
			'{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"note":null}',
		);
		const registry = createToolRegistry();
		registry.register("take", {
			definition: { description: "", parameters: { type: "object", properties: { note: { type: "string" } } } },
			handler: (given) => seen.push(given),
		});
		const { gateway, asked } = scripted(asks("take", args), { text: "Done." });
		await aiWithTools(gateway, "parrot", question, { tools: registry });
		expect(Reflect.get({}, "polluted")).toBeUndefined();
		expect(Object.getPrototypeOf(seen[0])).toBe(Object.prototype);
		expect(JSON.stringify(seen[0])).toBe(
			'{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
		);
		expect(JSON.stringify(asked[1]?.messages[1]?.toolCalls)).toContain("__proto__");
	});
});

describe("parallel calls", () => {
	const three = { toolCalls: [call("wait", { n: 1 }, "a"), call("wait", { n: 2 }, "b"), call("wait", { n: 3 }, "c")] };

	async function mostAtOnce(concurrency: number | undefined): Promise<number> {
		let running = 0;
		let most = 0;
		const finish: (() => void)[] = [];
		const wait = tool({
			name: "wait",
			description: "",
			input: z.object({ n: z.number() }),
			async execute({ n }) {
				most = Math.max(most, ++running);
				await new Promise<void>((resolve) => {
					finish.push(resolve);
					// The last to begin ends first.
					if (finish.length === Math.min(concurrency ?? 3, 3)) setTimeout(() => finish.reverse().map((end) => end()));
					else if (finish.length > (concurrency ?? 3)) resolve();
				});
				running--;
				return n;
			},
		});
		const { gateway, asked } = scripted(three, { text: "Done." });
		const { toolResults } = await aiWithTools(gateway, "parrot", question, {
			tools: [wait],
			...(concurrency && { concurrency }),
		});
		expect(shown(asked[1]?.messages)).toEqual(["1", "2", "3"]);
		expect(toolResults.map(({ toolCallId }) => toolCallId)).toEqual(["a", "b", "c"]);
		return most;
	}

	it("run at the same time, and are answered in the order of the calls", async () => {
		expect(await mostAtOnce(undefined)).toBe(3);
	});

	it("run no more at a time than allowed", async () => {
		expect(await mostAtOnce(1)).toBe(1);
		expect(await mostAtOnce(2)).toBe(2);
	});

	it("get ids of their own where the vendor repeats one, also one of a turn before", async () => {
		const { gateway, asked } = scripted(
			{ toolCalls: [call("weather", { city: "A" }, "call:0"), call("weather", { city: "B" }, "call:0")] },
			{ toolCalls: [call("weather", { city: "C" }, "0")] },
			{ toolCalls: [call("weather", { city: "D" }, "0")] },
			{ text: "Done." },
		);
		await aiWithTools(gateway, "parrot", question, { tools: [weather] });
		const last = asked[3]?.messages ?? [];
		const ids = last.flatMap(({ toolCalls = [] }) => toolCalls.map(({ id }) => id));
		expect(new Set(ids).size).toBe(4);
		expect(ids[2]).toBe("0");
		for (const id of ids) expect(id).toMatch(/^[\w-]{1,64}$/);
		expect(last.flatMap(({ toolCallId }) => toolCallId ?? [])).toEqual(ids);
	});
});

describe("how a loop ends", () => {
	it("at maxTurns it has the text that there was, says why, and the history is complete", async () => {
		const { gateway, asked } = scripted(
			{ text: "Let me look.", ...asks("weather", { city: "A" }, "1") },
			asks("weather", { city: "B" }, "2"),
		);
		const result = await aiWithTools(gateway, "parrot", question, { tools: [weather], maxTurns: 2 });
		expect(result).toMatchObject({ content: "Let me look.", turns: 2, stopReason: "max_turns" });
		expect(asked).toHaveLength(2);
		expect(result.toolCalls).toHaveLength(2);
		expect(result.messages.map(({ role }) => role)).toEqual(["assistant", "tool", "assistant", "tool"]);
	});

	it("five turns are the default", async () => {
		let n = 0;
		const { gateway } = scripted(() => asks("weather", { city: "A" }, `${n++}`));
		expect(await aiWithTools(gateway, "parrot", question, { tools: [weather] })).toMatchObject({
			turns: 5,
			content: "",
		});
	});

	it("finishWithAnswer forbids tools in the last turn", async () => {
		const { gateway } = scripted((_, { toolOptions }) =>
			toolOptions?.toolChoice === "none" ? { text: "Enough." } : asks("weather", { city: "A" }),
		);
		const options = { tools: [weather], maxTurns: 3, finishWithAnswer: true };
		expect(await aiWithTools(gateway, "parrot", question, options)).toMatchObject({
			content: "Enough.",
			turns: 3,
			stopReason: "answer",
		});
	});

	it("stopWhen ends it after a turn's tools have run, and may wait", async () => {
		const { gateway } = scripted({ ...asks("weather", { city: "A" }), usage: { inputTokens: 900, outputTokens: 200 } });
		const stopWhen = vi.fn(async ({ total }) => total.usage.outputTokens >= 400);
		const result = await aiWithTools(gateway, "parrot", question, { tools: [weather], stopWhen });
		expect(result).toMatchObject({ turns: 2, stopReason: "stop_condition", usage: { outputTokens: 400 } });
		expect(stopWhen.mock.calls[0]?.[0].toolResults).toHaveLength(1);
	});

	it("calls that nobody here runs end it and are handed out; the others have run", async () => {
		const { name, description, parameters } = weather;
		const confirm = { name: "confirm", description: "Asks the user.", parameters: { type: "object" } };
		const calls = { toolCalls: [call("confirm"), call("weather", { city: "A" })] };
		const { gateway } = scripted(calls, { text: "Done." });
		const result = await aiWithTools(gateway, "parrot", question, { tools: [confirm, weather] });
		expect(result).toMatchObject({ turns: 1, stopReason: "pending_tools", pendingToolCalls: [call("confirm")] });
		expect(shown(result.messages)).toHaveLength(1);
		expect(
			await aiWithTools(gateway, "parrot", question, { tools: [{ name, description, parameters }] }),
		).toMatchObject({
			content: "Done.",
		});
	});

	it("a handler runs what has no execute, and may hand on a registry's answer", async () => {
		const registry = createToolRegistry([weather]);
		const { gateway, asked } = scripted(asks("weather", { city: "Rome" }), { text: "Warm." });
		const options = { tools: registry.getTools(), handler: registry.execute };
		expect(await aiWithTools(gateway, "parrot", question, options)).toMatchObject({ content: "Warm." });
		expect(shown(asked[1]?.messages)).toEqual(['{"city":"Rome","degrees":18,"unit":"C"}']);
	});

	it("a refusal is told", async () => {
		const { gateway } = scripted({ refusal: "I cannot.", finishReason: "content_filter" });
		expect(await aiWithTools(gateway, "parrot", question, { tools: [weather] })).toMatchObject({
			content: "",
			refusal: "I cannot.",
			finishReason: "content_filter",
		});
	});
});

describe("toolChoice", () => {
	const choices = async (toolChoice: Parameters<typeof aiWithTools>[3]["toolChoice"]) => {
		let n = 0;
		const { gateway, asked } = scripted(() => asks("weather", { city: "A" }, `${n++}`));
		await aiWithTools(gateway, "parrot", question, { tools: [weather], toolChoice, maxTurns: 3 });
		return asked.map(({ options }) => options.toolOptions?.toolChoice);
	};

	it("that forces a call holds for the first turn only", async () => {
		expect(await choices("required")).toEqual(["required", undefined, undefined]);
		expect(await choices({ name: "weather" })).toEqual([{ name: "weather" }, undefined, undefined]);
	});

	it("that forces nothing holds for all turns, and a function decides for each", async () => {
		expect(await choices("none")).toEqual(["none", "none", "none"]);
		expect(await choices((turn) => (turn === 2 ? "required" : "auto"))).toEqual(["auto", "required", "auto"]);
	});
});

describe("usage and cost", () => {
	it("are summed over the turns", async () => {
		const attempt = { provider: "scripted", model: "parrot", startedAt: 0, durationMs: 1 };
		const { gateway } = scripted(
			{
				...asks("weather", { city: "A" }),
				usage: { inputTokens: 10, outputTokens: 2, cachedInputTokens: 4 },
				receipt: { attempts: [attempt], cost: { usd: "0.1" } },
			},
			{
				text: "Done.",
				usage: { inputTokens: 30, outputTokens: 5 },
				receipt: { attempts: [attempt, attempt], cost: { usd: "0.2", estimated: true } },
			},
		);
		const result = await aiWithTools(gateway, "parrot", question, { tools: [weather] });
		expect(result.usage).toEqual({ inputTokens: 40, outputTokens: 7, cachedInputTokens: 4 });
		expect(result.receipt).toEqual({ attempts: [attempt, attempt, attempt], cost: { usd: "0.3", estimated: true } });
		expect(result.receipts).toHaveLength(2);
		expect(result.warnings).toEqual([]);
	});

	it("stay unknown when nobody reported any, and a turn without a count is told", async () => {
		const silent = scripted({ text: "Hi." });
		expect(await aiWithTools(silent.gateway, "parrot", question, { tools: [] })).not.toHaveProperty("usage");
		const half = scripted(asks("weather", { city: "A" }), { text: "Hi.", usage: { inputTokens: 1, outputTokens: 1 } });
		const { usage, warnings } = await aiWithTools(half.gateway, "parrot", question, { tools: [weather] });
		expect(usage).toEqual({ inputTokens: 1, outputTokens: 1 });
		expect(warnings).toEqual(["Turn 1 reported no usage."]);
	});

	it("of the turns before are on the error of a turn that fails", async () => {
		const usage = { inputTokens: 10, outputTokens: 2 };
		const { gateway } = scripted({ ...asks("weather", { city: "A" }), usage }, new TimeoutError("model"));
		await expect(aiWithTools(gateway, "parrot", question, { tools: [weather] })).rejects.toMatchObject({
			code: "WORKKIT_TIMEOUT",
			context: { toolLoop: { turns: 1, usage } },
		});
	});
});

describe("hooks", () => {
	it("that fail later break nothing either", async () => {
		const onTurn = async () => Promise.reject(new Error("hook"));
		const { content } = await aiWithTools(scripted({ text: "Done." }).gateway, "parrot", question, {
			tools: [],
			onTurn,
		});
		// An unhandled rejection would fail the run.
		await new Promise((resolve) => setTimeout(resolve));
		expect(content).toBe("Done.");
	});

	it("see each turn, and break nothing when they throw", async () => {
		const turns: unknown[] = [];
		const { gateway } = scripted(asks("weather", { city: "A" }), { text: "Done." });
		const onTurn = ({ turn, toolResults }: { turn: number; toolResults: readonly unknown[] }) => {
			turns.push([turn, toolResults.length]);
			throw new Error("hook");
		};
		await aiWithTools(gateway, "parrot", question, { tools: [weather], onTurn });
		expect(turns).toEqual([
			[1, 1],
			[2, 0],
		]);
	});
});

describe("an abort", () => {
	it("before the call rejects with the caller's reason and asks nobody", async () => {
		const { gateway, asked } = scripted({ text: "Hi." });
		const reason = new Error("gone");
		const options = { tools: [weather], runOptions: { signal: AbortSignal.abort(reason) } };
		await expect(aiWithTools(gateway, "parrot", question, options)).rejects.toBe(reason);
		expect(asked).toHaveLength(0);
	});

	it("while a tool runs rejects with the caller's reason, and reaches the tool", async () => {
		const controller = new AbortController();
		const reason = { gone: true };
		let seen: unknown;
		const slow = tool({
			name: "slow",
			description: "",
			execute: (_, { signal }) => {
				signal.addEventListener("abort", () => {
					seen = signal.reason;
				});
				controller.abort(reason);
				return new Promise(() => {});
			},
		});
		const { gateway, asked } = scripted(asks("slow"), { text: "Never." });
		const options = { tools: [slow], runOptions: { signal: controller.signal } };
		await expect(aiWithTools(gateway, "parrot", question, options)).rejects.toBe(reason);
		expect(seen).toBe(reason);
		expect(asked).toHaveLength(1);
	});

	it("while the model is asked does not wait for a gateway that does not listen", async () => {
		const controller = new AbortController();
		const deaf = { run: () => new Promise<never>(() => controller.abort("gone")) };
		const options = { tools: [weather], runOptions: { signal: controller.signal } };
		await expect(aiWithTools(deaf, "parrot", question, options)).rejects.toBe("gone");
	});

	it("by the total timeout is a TimeoutError that is not retried, tools included", async () => {
		const slow = tool({ name: "slow", description: "", execute: () => new Promise(() => {}) });
		const { gateway, asked } = scripted(asks("slow"), { text: "Never." });
		const options = { tools: [slow], runOptions: { timeout: 20 } };
		await expect(aiWithTools(gateway, "parrot", question, options)).rejects.toMatchObject({
			code: "WORKKIT_TIMEOUT",
			retryable: false,
		});
		expect(asked[0]?.options.timeout).toBeUndefined();
	});

	it("leaves no listener on a signal that lives on", async () => {
		const { signal } = new AbortController();
		const added = vi.spyOn(signal, "addEventListener");
		const removed = vi.spyOn(signal, "removeEventListener");
		const { gateway } = scripted(asks("weather", { city: "A" }), { text: "Done." });
		await aiWithTools(gateway, "parrot", question, { tools: [weather], runOptions: { signal } });
		expect(added).toHaveBeenCalled();
		expect(removed.mock.calls.map(([, listener]) => listener)).toEqual(
			added.mock.calls.map(([, listener]) => listener),
		);
	});
});

describe("the history", () => {
	it("keeps what the model wrote, whatever a handler does to its arguments", async () => {
		const { gateway, asked } = scripted(asks("change", { city: { name: "Rome" } }), { text: "Done." });
		const handler = (args: Record<string, unknown>) => {
			(args.city as { name: string }).name = "Oslo";
			args.more = 1;
			return "changed";
		};
		const tools = createToolRegistry().register("change", {
			definition: { description: "Changes.", parameters: { type: "object" } },
			handler,
		});
		const { toolCalls } = await aiWithTools(gateway, "parrot", question, { tools });
		expect(asked[1]?.messages[1]?.toolCalls?.[0]?.arguments).toEqual({ city: { name: "Rome" } });
		expect(toolCalls[0]?.arguments).toEqual({ city: { name: "Rome" } });
	});

	it.each([["text"], [null], [[1]]])("has an object for arguments that are none: %j", async (given) => {
		const { gateway, asked } = scripted(asks("weather", given as never), { text: "Done." });
		await aiWithTools(gateway, "parrot", question, { tools: [weather] });
		expect(asked[1]?.messages[1]?.toolCalls?.[0]?.arguments).toEqual({});
		expect(shown(asked[1]?.messages)).toEqual([expect.stringContaining("do not fit")]);
	});

	it("has no id of more than 40 characters", async () => {
		const { gateway, asked } = scripted(asks("weather", { city: "A" }, "a".repeat(41)), { text: "Done." });
		await aiWithTools(gateway, "parrot", question, { tools: [weather] });
		const [, said, result] = asked[1]?.messages ?? [];
		expect(said?.toolCalls?.[0]?.id).toHaveLength(36);
		expect(result?.toolCallId).toBe(said?.toolCalls?.[0]?.id);
		const other = scripted(asks("weather", { city: "A" }, "a".repeat(40)), { text: "Done." });
		await aiWithTools(other.gateway, "parrot", question, { tools: [weather] });
		expect(other.asked[1]?.messages[1]?.toolCalls?.[0]?.id).toBe("a".repeat(40));
	});

	it("has no half of a surrogate pair, wherever a text was cut", async () => {
		for (const execute of [
			() => "\u{1F600} \u{1F600}".replaceAll("\uDE00", ""),
			() => {
				throw new Error(`x${"\u{1F600}".repeat(1_000)}`);
			},
			() => {
				throw new Error("\u{1F600}".repeat(1_000));
			},
		]) {
			const { gateway, asked } = scripted(asks("cut"), { text: "Done." });
			await aiWithTools(gateway, "parrot", question, { tools: [tool({ name: "cut", description: "Cuts.", execute })] });
			expect(shown(asked[1]?.messages)).toEqual([expect.not.stringMatching(/\p{Surrogate}/u)]);
		}
	});
});

describe("a limit of time", () => {
	it.each([Number.POSITIVE_INFINITY, 2 ** 31])("of %d ms is none", async (timeout) => {
		const slow = tool({
			name: "slow",
			description: "Takes its time.",
			execute: () => new Promise((resolve) => setTimeout(() => resolve("late"), 20)),
		});
		const { gateway, asked } = scripted(asks("slow"), { text: "Done." });
		const options = { tools: [slow], toolTimeout: timeout, runOptions: { timeout } };
		await expect(aiWithTools(gateway, "parrot", question, options)).resolves.toMatchObject({ content: "Done." });
		expect(shown(asked[1]?.messages)).toEqual(["late"]);
	});
});

it("many calls at once, all of them at the same time, are answered in order", async () => {
	const toolCalls = Array.from({ length: 500 }, (_, index) => call("wait", { index }, `c${index}`));
	const wait = tool({
		name: "wait",
		description: "Waits.",
		input: z.object({ index: z.number() }),
		execute: ({ index }) => new Promise<number>((resolve) => setTimeout(() => resolve(index), index % 7)),
	});
	const { gateway } = scripted({ toolCalls }, { text: "Done." });
	const options = { tools: [wait], concurrency: Number.POSITIVE_INFINITY };
	const { toolResults } = await aiWithTools(gateway, "parrot", question, options);
	expect(toolResults.map(({ value }) => value)).toEqual(toolCalls.map((_, index) => index));
});

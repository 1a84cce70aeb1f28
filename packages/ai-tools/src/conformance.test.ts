import type { Reply } from "@workkit/ai-simulator";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { listen } from "../test/scripted.ts";
import { stage, subjects } from "../test/subjects.ts";
import { aiWithTools } from "./ai-with-tools.ts";
import { streamStructured } from "./stream-structured.ts";
import { streamWithTools } from "./stream-with-tools.ts";
import { structuredAI } from "./structured-ai.ts";
import { tool } from "./tool.ts";

const weather = tool({
	name: "get_weather",
	description: "Tells the weather of a city.",
	input: z.object({ city: z.string(), days: z.number().int().min(1).optional() }),
	execute: ({ city }) => `18 degrees in ${city}`,
});
const clock = tool({ name: "get_time", description: "Tells the time.", execute: () => "noon" });
const tools = [weather, clock];
const prompt = { prompt: "What is it like in Paris?" };
const calling = (...names: string[]): Reply => ({
	toolCalls: names.map((name) => ({ name, arguments: name === "get_weather" ? { city: "Paris" } : {} })),
});
/** Answers line by line, then as the simulator likes. */
const says = (...lines: Reply[]) => {
	let asked = 0;
	return () => lines[asked++];
};

const recipe = z.object({
	title: z.string().min(1).describe("Short"),
	minutes: z.number().int().min(1).max(600),
	note: z.string().optional(),
	level: z.enum(["easy", "hard"]).nullable(),
	unit: z.string().default("g"),
	steps: z.array(z.object({ text: z.string(), heat: z.union([z.number(), z.string()]) })),
});
const made = {
	title: "Pancakes",
	minutes: 20,
	level: null,
	unit: "g",
	steps: [
		{ text: "Mix", heat: 0 },
		{ text: "Bake", heat: "high" },
	],
};

describe.each(subjects)("$name, $model", (subject) => {
	const { model, reasoning = {} } = subject;

	describe("tools", () => {
		it("are called, and the model answers from their results", async () => {
			const { gateway, to, simulator } = stage(says(calling("get_weather")));
			const result = await aiWithTools(gateway, model, prompt, { tools, runOptions: to(subject) });
			expect(result).toMatchObject({ turns: 2, stopReason: "answer", provider: subject.name, model });
			expect(result.content).toContain("18 degrees in Paris");
			expect(simulator.requests().map(({ status }) => status)).toEqual([200, 200]);
		});

		it("are called in parallel, and all results reach the model in one turn", async () => {
			const seen: unknown[] = [];
			const lines = says(calling("get_weather", "get_time", "get_weather"));
			const { gateway, to } = stage((asked) => {
				seen.push(asked.toolResults);
				return lines();
			});
			await aiWithTools(gateway, model, prompt, { tools, runOptions: to(subject) });
			expect(seen).toEqual([[], ["18 degrees in Paris", "noon", "18 degrees in Paris"]]);
		});

		it("may be required: for the first turn only", async () => {
			const choices: unknown[] = [];
			const { gateway, to } = stage(({ toolChoice }) => {
				choices.push(toolChoice);
				return undefined;
			});
			const options = { tools: [clock], toolChoice: "required" as const, runOptions: to(subject) };
			const { turns } = await aiWithTools(gateway, model, prompt, options);
			expect([choices, turns]).toEqual([["required", "auto"], 2]);
		});

		it("that fail, are unknown or are called wrongly do not end the loop", async () => {
			const broken = tool({
				name: "broken",
				description: "",
				execute: () => Promise.reject(new Error("out of paper")),
			});
			const seen: string[] = [];
			const lines = says({
				toolCalls: [
					{ name: "broken", arguments: {} },
					{ name: "functions.get weather", arguments: {} },
					{ name: "get_weather", arguments: { city: 5 } },
				],
			});
			const { gateway, to } = stage((asked) => {
				seen.push(...asked.toolResults);
				return lines();
			});
			const result = await aiWithTools(gateway, model, prompt, { tools: [...tools, broken], runOptions: to(subject) });
			expect(result).toMatchObject({ turns: 2, stopReason: "answer" });
			expect(seen).toEqual([
				"Error: out of paper",
				expect.stringContaining('no tool "functions.get weather"'),
				expect.stringContaining("- city: "),
			]);
		});

		if (subject.tellsWhy)
			it("whose arguments are cut off do not end the loop", async () => {
				const { gateway, to, simulator } = stage(
					says({ toolCalls: [{ name: "get_weather", arguments: '{"city": "Par' }], finish: "length" }),
				);
				const result = await aiWithTools(gateway, model, prompt, { tools, runOptions: to(subject) });
				expect(result).toMatchObject({ turns: 2, stopReason: "answer", toolResults: [{ isError: true }] });
				expect(simulator.requests().at(-1)?.status).toBe(200);
			});

		it("work with reasoning, which goes back as it came", async () => {
			const { gateway, to } = stage(says({ ...calling("get_weather"), reasoning: "Let me see." }, calling("get_time")));
			const result = await aiWithTools(gateway, model, { ...prompt, ...reasoning }, { tools, runOptions: to(subject) });
			expect(result).toMatchObject({ turns: 3, stopReason: "answer" });
			if (subject.reasoning)
				expect(result.messages[0]?.content).toMatchObject([{ type: "reasoning", text: "Let me see." }]);
		});

		it("come to the same when they are streamed", async () => {
			const lines = [{ text: "One moment.", ...calling("get_weather", "get_time") }, calling("get_weather")];
			const whole = stage(says(...lines));
			const streamed = stage(says(...lines));
			const options = { tools, runOptions: whole.to(subject) };
			const result = await aiWithTools(whole.gateway, model, prompt, options);
			const events = await listen(await streamWithTools(streamed.gateway, model, prompt, options));
			const done = events.pop();
			const { content, turns, stopReason, finishReason, toolCalls } = result;
			expect(done).toMatchObject({
				type: "done",
				content,
				turns,
				stopReason,
				finishReason,
				provider: subject.name,
				model,
			});
			const withoutIds = (value: unknown) =>
				JSON.parse(JSON.stringify(value, (key, part) => (/^(id|toolCallId)$/.test(key) ? 0 : part)));
			expect(withoutIds(Object(done).messages)).toEqual(withoutIds(result.messages));
			const types = events
				.map(({ type }) => type)
				.filter((type, index, all) => type !== "text" || all[index - 1] !== "text");
			expect(types).toEqual([
				...["text", "tool_use", "tool_use", "tool_result", "tool_result", "turn"],
				...["tool_use", "tool_result", "turn", "text", "turn"],
			]);
			expect(toolCalls).toHaveLength(3);
		});

		it("cost what the turns cost together", async () => {
			const { gateway, to } = stage(says(calling("get_weather"), calling("get_time")));
			const counts: number[] = [];
			const options = {
				tools,
				runOptions: to(subject),
				onTurn: ({ output }: { output: { usage?: { inputTokens: number } } }) =>
					counts.push(output.usage?.inputTokens ?? 0),
			};
			const { usage, receipt } = await aiWithTools(gateway, model, prompt, options as never);
			expect(counts).toHaveLength(3);
			expect(usage?.inputTokens).toBe(counts.reduce((sum, count) => sum + count, 0));
			expect(receipt.attempts.map(({ status }) => status)).toEqual([200, 200, 200]);
		});

		it("let go of the vendor when their stream is cancelled", async () => {
			const { gateway, to, simulator } = stage(() => ({ text: "word ".repeat(500) }));
			const reader = (await streamWithTools(gateway, model, prompt, { tools, runOptions: to(subject) })).getReader();
			await reader.read();
			await reader.cancel();
			await new Promise((resolve) => setTimeout(resolve, 5));
			expect(simulator.requests()).toMatchObject([{ cancelled: true, finished: false }]);
		});
	});

	describe("structured output", () => {
		const ask = (reply: Parameters<typeof stage>[0], options: object = {}) => {
			const { gateway, to, simulator } = stage(reply);
			const result = structuredAI(gateway, model, prompt, { schema: recipe, runOptions: to(subject), ...options });
			return { result, simulator };
		};

		it("fits the schema, by the vendor's own mechanism where it has one", async () => {
			const formats: boolean[] = [];
			const { result } = ask(({ format }) => {
				formats.push(format?.schema !== undefined);
				return { text: JSON.stringify({ ...made, note: null, unit: undefined }) };
			});
			const { data, warnings } = await result;
			expect(data).toEqual(made);
			const refused = model.includes("llama-3.2");
			expect(formats).toEqual([!refused]);
			expect(warnings).toHaveLength(refused ? 1 : 0);
		});

		it.each([
			["records", z.object({ scores: z.record(z.string(), z.number()) }), { scores: { a: 1 } }],
			["a list at the root", z.array(z.number()), [1, 2]],
			["a union at the root", z.union([z.object({ a: z.string() }), z.object({ b: z.number() })]), { b: 1 }],
			["a scalar at the root", z.enum(["yes", "no"]), "yes"],
			["a tuple", z.object({ pair: z.tuple([z.string(), z.number()]) }), { pair: ["a", 1] }],
		])("takes any schema: %s", async (_, schema, value) => {
			const { gateway, to } = stage(({ format, turns }) => {
				const wrapped = JSON.stringify(format?.schema ?? turns).includes("value");
				return { text: JSON.stringify(wrapped ? { value } : value) };
			});
			const { data } = await structuredAI(gateway, model, prompt, {
				schema: schema as z.ZodType,
				runOptions: to(subject),
			});
			expect(data).toEqual(value);
		});

		it("takes a recursive schema", async () => {
			const tree = z.object({
				name: z.string(),
				get children() {
					return z.array(tree);
				},
			});
			const value = { name: "a", children: [{ name: "b", children: [] }] };
			const { gateway, to } = stage(() => ({ text: JSON.stringify(value) }));
			const { data } = await structuredAI(gateway, model, prompt, { schema: tree, runOptions: to(subject) });
			expect(data).toEqual(value);
		});

		it("is read in a code fence and between words", async () => {
			const { result } = ask(() => ({ text: `Of course:\n\`\`\`json\n${JSON.stringify(made)}\n\`\`\`\nEnjoy!` }));
			expect((await result).data).toEqual(made);
		});

		it("that does not fit goes back with the reasons", async () => {
			const { result, simulator } = ask(says({ text: '{"title":""}' }, { text: JSON.stringify(made) }));
			expect(await result).toMatchObject({ data: made, attempts: 2 });
			expect(JSON.stringify(simulator.requests().at(-1)?.body)).toContain("JSON");
		});

		it("never fits: a StructuredOutputError", async () => {
			const { result } = ask(() => ({ text: "I would rather write a poem." }));
			await expect(result).rejects.toMatchObject({
				code: "WORKKIT_STRUCTURED_OUTPUT",
				text: "I would rather write a poem.",
			});
		});

		if (subject.tellsWhy)
			it("refused, filtered or cut off: an error of its own", async () => {
				if (subject.name !== "workers-ai") {
					await expect(ask(() => ({ refusal: "I cannot." })).result).rejects.toMatchObject({
						code: "WORKKIT_STRUCTURED_OUTPUT_REFUSED",
					});
				}
				await expect(ask(() => ({ text: "No.", finish: "content-filter" })).result).rejects.toMatchObject({
					code: "WORKKIT_STRUCTURED_OUTPUT_REFUSED",
				});
				await expect(ask(() => ({ text: '{"title":"Pan', finish: "length" })).result).rejects.toMatchObject({
					code: "WORKKIT_STRUCTURED_OUTPUT_TRUNCATED",
				});
			});

		it("streams partial objects and ends validated", async () => {
			const formats: boolean[] = [];
			const { gateway, to } = stage(({ format }) => {
				formats.push(format?.schema !== undefined);
				return { text: JSON.stringify(made) };
			});
			const stream = await streamStructured(gateway, model, prompt, { schema: recipe, runOptions: to(subject) });
			const events = await listen(stream);
			expect(events.at(-1)).toMatchObject({ type: "done", data: made, provider: subject.name });
			expect(events.at(-2)).toEqual({ type: "partial", data: made });
			expect(events.length).toBeGreaterThan(5);
			expect(formats).toEqual([subject.nativeFormat]);
		});
	});
});

import { toJsonSchema } from "@valibot/to-json-schema";
import { ServiceUnavailableError, ValidationError } from "@workkit/errors";
import { type } from "arktype";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { scripted } from "../test/scripted.ts";
import { structuredAI } from "./structured-ai.ts";

const schema = z.object({ city: z.string(), degrees: z.number() });
const good = '{"city":"Rome","degrees":30}';
const prompt = { prompt: "Weather?" };
const askFor = (lines: Parameters<typeof scripted>, options: object = {}) => {
	const stage = scripted(...lines);
	return { ...stage, result: structuredAI(stage.gateway, "parrot", prompt, { schema, ...options }) };
};

describe("a structured answer", () => {
	it("is validated, and comes with what it took", async () => {
		const { result, asked } = askFor([{ text: good, usage: { inputTokens: 1, outputTokens: 2 } }]);
		expect(await result).toEqual({
			data: { city: "Rome", degrees: 30 },
			raw: { line: 1 },
			text: good,
			provider: "scripted",
			model: "parrot",
			attempts: 1,
			usage: { inputTokens: 1, outputTokens: 2 },
			receipt: { attempts: [] },
			warnings: [],
		});
		expect(asked[0]?.messages).toEqual([{ role: "user", content: "Weather?" }]);
		expect(asked[0]?.options.responseFormat).toMatchObject({
			jsonSchema: { type: "object", required: ["city", "degrees"] },
		});
	});

	it.each([
		["in a code fence", `\`\`\`json\n${good}\n\`\`\``],
		["in a fence, between words", `Here you are:\n\n\`\`\`\n${good}\n\`\`\`\nAnything else?`],
		["between words", `Sure! The answer is ${good}, I think [1].`],
		["behind another that does not fit", `Not {"city": 5}, but ${good}`],
		["pretty-printed", JSON.stringify(JSON.parse(good), null, 2)],
	])("is read %s", async (_, text) => {
		const { data, attempts } = await askFor([{ text }]).result;
		expect(data).toEqual({ city: "Rome", degrees: 30 });
		expect(attempts).toBe(1);
	});

	it("may be checked by a schema that takes its time, and is what the schema makes of it", async () => {
		const { gateway } = scripted({ text: '{"city":"Rome","note":null}' });
		const late = z.object({
			city: z.string().refine(async (city) => city.length > 2),
			note: z.string().optional(),
			unit: z.string().default("C"),
		});
		const { data } = await structuredAI(gateway, "parrot", prompt, { schema: late });
		expect(data).toEqual({ city: "Rome", unit: "C" });
	});

	it("may be a list, a union or a scalar: the vendor is asked for an object around it", async () => {
		const { gateway, asked } = scripted({ text: '{"value":[1,2]}' }, { text: "[3]" });
		const list = { schema: z.array(z.number()) };
		expect((await structuredAI(gateway, "parrot", prompt, list)).data).toEqual([1, 2]);
		expect((await structuredAI(gateway, "parrot", prompt, list)).data).toEqual([3]);
		expect(asked[0]?.options.responseFormat).toMatchObject({
			jsonSchema: { type: "object", properties: { value: { type: "array" } }, required: ["value"] },
		});
	});

	it("hands on options and the schema's name", async () => {
		const runOptions = { provider: "scripted", metadata: { tenant: "a" } };
		const { result, asked } = askFor([{ text: good }], { name: "weather", runOptions });
		await result;
		expect(asked[0]?.options).toMatchObject({ ...runOptions, responseFormat: { name: "weather" } });
		await expect(askFor([{ text: good }], { name: "the weather" }).result).rejects.toMatchObject({
			code: "WORKKIT_CONFIG",
		});
	});

	it("tells what the JSON Schema cannot say", async () => {
		const { gateway } = scripted({ text: good });
		const strict = schema.refine(({ degrees }) => degrees < 100);
		const { warnings } = await structuredAI(gateway, "parrot", prompt, { schema: strict });
		expect(warnings).toEqual([expect.stringContaining("refinement")]);
	});
});

describe("an answer that does not fit", () => {
	it("goes back to the model with the reasons and the schema", async () => {
		const { result, asked } = askFor([
			{ text: '{"city":"Rome"}', usage: { inputTokens: 1, outputTokens: 1 } },
			{ text: good, usage: { inputTokens: 2, outputTokens: 2 } },
		]);
		expect(await result).toMatchObject({ attempts: 2, usage: { inputTokens: 3, outputTokens: 3 } });
		const [system, user, assistant, reminder] = asked[1]?.messages ?? [];
		expect(system).toMatchObject({ role: "system", content: expect.stringContaining('"required":["city","degrees"]') });
		expect(user).toEqual({ role: "user", content: "Weather?" });
		expect(assistant).toEqual({ role: "assistant", content: '{"city":"Rome"}' });
		expect(reminder).toMatchObject({ role: "user", content: expect.stringContaining("- degrees: ") });
		expect(asked[1]?.options.responseFormat).toBeDefined();
	});

	it("twice is a StructuredOutputError with the raw answer and the issues, which logs do not repeat", async () => {
		const usage = { inputTokens: 1, outputTokens: 2 };
		const { result, asked } = askFor([{ text: "Secret prose.", usage }]);
		const error = await result.catch((thrown) => thrown);
		expect(asked).toHaveLength(2);
		expect(error).toMatchObject({
			name: "StructuredOutputError",
			code: "WORKKIT_STRUCTURED_OUTPUT",
			retryable: false,
			raw: { line: 2 },
			text: "Secret prose.",
			context: { structured: { attempts: 2, usage: { inputTokens: 2, outputTokens: 4 } } },
			issues: [{ message: "There is no JSON in the answer." }],
		});
		expect(JSON.stringify(error)).not.toContain("Secret");
	});

	it("has issues of a place and a reason, and nothing of the answer beside them", async () => {
		const long = "Secret prose. ".repeat(500);
		for (const [strict, toConvert] of [
			[v.object({ a: v.object({ b: v.picklist(["x"]) }) }), toJsonSchema],
			[type({ a: { b: "'x'" } }), undefined],
		] as const) {
			const text = JSON.stringify({ a: { b: long } });
			const options = { schema: strict, maxRetries: 1, toJsonSchema: toConvert };
			const { result, asked } = askFor([{ text }], options);
			const error = await result.catch((thrown) => thrown);
			expect(error.issues).toEqual([{ path: ["a", "b"], message: expect.any(String) }]);
			// A library may quote the value in its message: a little of it.
			expect(error.message.length).toBeLessThan(300);
			expect(String(asked[1]?.messages.at(-1)?.content).length).toBeLessThan(400);
		}
	});

	it("because it nests without end is told so", async () => {
		const tree: z.ZodType = z.lazy(() => z.object({ next: tree.optional() }));
		const text = `${'{"next":'.repeat(50_000)}{}${"}".repeat(50_000)}`;
		const { result } = askFor([{ text }], { schema: tree, maxRetries: 0 });
		await expect(result).rejects.toMatchObject({ code: "WORKKIT_STRUCTURED_OUTPUT" });
	});

	it("an error that the schema throws goes through", async () => {
		const broken = z.object({}).transform(() => {
			throw new TypeError("bug");
		});
		await expect(askFor([{ text: "{}" }], { schema: broken }).result).rejects.toThrow(TypeError);
	});

	it("and was cut off is no smaller answer that would fit", async () => {
		const tree = z.object({
			name: z.string(),
			get children() {
				return z.array(tree);
			},
		});
		const text = '{"name":"root","children":[{"name":"a","children":[]},{"name":"b","chi';
		await expect(askFor([{ text, finishReason: "length" }], { schema: tree }).result).rejects.toMatchObject({
			code: "WORKKIT_STRUCTURED_OUTPUT_TRUNCATED",
		});
	});

	it("costs an unknown sum when one of the answers has no price", async () => {
		const priced = { text: "no", receipt: { attempts: [], cost: { usd: "0.1" } } };
		const { receipt } = await askFor([priced, { text: good }]).result;
		expect(receipt.cost).toEqual({ unknown: true });
	});

	it("is told to a hook that may fail later", async () => {
		const onAttempt = async () => Promise.reject(new Error("hook"));
		await expect(askFor([{ text: good }], { onAttempt }).result).resolves.toMatchObject({ attempts: 1 });
		// An unhandled rejection would fail the run.
		await new Promise((resolve) => setTimeout(resolve));
	});

	it("is tried as often as allowed", async () => {
		for (const maxRetries of [0, 3]) {
			const { result, asked } = askFor([{ text: "{}" }], { maxRetries });
			await expect(result).rejects.toMatchObject({ code: "WORKKIT_STRUCTURED_OUTPUT", issues: [{}, {}] });
			expect(asked).toHaveLength(maxRetries + 1);
		}
		await expect(askFor([{ text: good }], { maxRetries: -1 }).result).rejects.toMatchObject({
			code: "WORKKIT_VALIDATION",
		});
	});

	it("because the model refused is an error of its own, at once", async () => {
		const { result, asked } = askFor([{ refusal: "I cannot.", finishReason: "stop" }]);
		await expect(result).rejects.toMatchObject({ code: "WORKKIT_STRUCTURED_OUTPUT_REFUSED", refusal: "I cannot." });
		expect(asked).toHaveLength(1);
		const filtered = askFor([{ text: "", finishReason: "content_filter" }]);
		await expect(filtered.result).rejects.toMatchObject({ code: "WORKKIT_STRUCTURED_OUTPUT_REFUSED" });
	});

	it("because the length limit cut it off is an error of its own, at once", async () => {
		const { result, asked } = askFor([{ text: good.slice(0, 15), finishReason: "length" }]);
		await expect(result).rejects.toMatchObject({
			code: "WORKKIT_STRUCTURED_OUTPUT_TRUNCATED",
			text: good.slice(0, 15),
		});
		expect(asked).toHaveLength(1);
		expect(await askFor([{ text: good, finishReason: "length" }]).result).toMatchObject({ data: { city: "Rome" } });
	});
});

describe("where the vendor has no JSON mode", () => {
	const refusal = (context: object) => new ValidationError("400", undefined, { context: { ...context } });

	it.each([
		["Workers AI, this model", { status: 400, vendorCode: 5025 }],
		[
			"OpenAI, an older model",
			{ status: 400, vendorMessage: "'response_format' of type 'json_schema' is not supported" },
		],
		[
			"Anthropic, this schema",
			{ status: 400, vendorMessage: "output_config.format.schema: 'additionalProperties' must be false" },
		],
		["Workers AI, this answer", { status: 500, vendorMessage: "JSON Mode couldn't be met" }],
		[
			"Groq, this answer",
			{ status: 400, vendorCode: "json_validate_failed", vendorMessage: "Failed to generate JSON." },
		],
	])("the schema is asked for in words, and that is told (%s)", async (_, context) => {
		const { result, asked } = askFor([refusal(context), { text: good }], { maxRetries: 0 });
		const { data, warnings } = await result;
		expect(data).toEqual({ city: "Rome", degrees: 30 });
		expect(warnings).toEqual([expect.stringContaining("asked for in words")]);
		expect(asked[1]?.options.responseFormat).toBeUndefined();
		expect(asked[1]?.messages[0]).toMatchObject({ role: "system", content: expect.stringContaining('"degrees"') });
	});

	it("any other error goes through, and is not tried again", async () => {
		for (const error of [
			refusal({ status: 400, vendorMessage: "max_tokens is too large" }),
			new ServiceUnavailableError("scripted", { context: { status: 503, vendorMessage: "json" } }),
			new TypeError("response_format"),
		]) {
			const { result, asked } = askFor([error]);
			await expect(result).rejects.toBe(error);
			expect(asked).toHaveLength(1);
		}
	});

	it("words can be asked for from the start, behind the system messages that open the conversation", async () => {
		const { gateway, asked } = scripted({ text: good });
		const messages = [
			{ role: "system" as const, content: "Be brief." },
			{ role: "user" as const, content: "Weather?" },
		];
		await structuredAI(gateway, "parrot", { messages, temperature: 0 }, { schema, ask: "words" });
		expect(asked[0]?.messages.map(({ role }) => role)).toEqual(["system", "system", "user"]);
		expect(asked[0]?.messages[1]?.content).toContain("JSON Schema");
		expect(asked[0]?.options.responseFormat).toBeUndefined();
		expect(asked[0]?.input).toMatchObject({ temperature: 0 });
	});
});

describe("signal and timeout", () => {
	it("reject with the caller's reason, between two attempts too", async () => {
		const controller = new AbortController();
		const { result, asked } = askFor(
			[
				() => {
					controller.abort("gone");
					return { text: "prose" };
				},
			],
			{ runOptions: { signal: controller.signal } },
		);
		await expect(result).rejects.toBe("gone");
		expect(asked).toHaveLength(1);
	});

	it("cover all attempts together", async () => {
		const hanging = { run: () => new Promise<never>(() => {}) };
		const options = { schema, runOptions: { timeout: 10 } };
		await expect(structuredAI(hanging, "parrot", prompt, options)).rejects.toMatchObject({
			code: "WORKKIT_TIMEOUT",
			retryable: false,
		});
	});
});

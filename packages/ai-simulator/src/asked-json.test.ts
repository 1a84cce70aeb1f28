import { describe, expect, it } from "vitest";
import { z } from "zod";
import { z as z3 } from "zod/v3";
import { askedJson } from "./asked-json.ts";
import { createSimulator } from "./index.ts";

async function answerTo(content: string, system = "Be brief."): Promise<string> {
	const messages = [
		{ role: "system", content: system },
		{ role: "user", content },
	];
	const { response } = (await createSimulator().ai.run("@cf/meta/llama-3.1-8b-instruct", { messages })) as {
		response: string;
	};
	return response;
}

const four = z.object({
	name: z.string(),
	steps: z.array(z.object({ text: z.string() })),
	minutes: z.int(),
	isHot: z.boolean().optional(),
	size: z.enum(["small", "large"]).nullable(),
	kind: z.literal("recipe"),
	served: z.union([z.number(), z.string()]).default(2),
});
const three = z3.object({
	name: z3.string(),
	steps: z3.array(z3.string()),
	minutes: z3.number(),
	isHot: z3.boolean().optional(),
	size: z3.enum(["small", "large"]).nullable(),
	kind: z3.literal("recipe"),
	served: z3.union([z3.number(), z3.string()]).default(2),
});

describe("a prompt that asks for JSON", () => {
	it.each([
		["the shape of a Zod 4 object", JSON.stringify(four.shape), four],
		["a Zod 4 object", JSON.stringify(four), four],
		["the shape of a Zod 3 object", JSON.stringify(three.shape), three],
		["a JSON Schema", JSON.stringify(z.toJSONSchema(four)), four],
	])("is answered with what fits %s", async (_, schema, { parse }) => {
		const prompt = `A recipe for pizza. Return ONLY valid JSON matching this schema: ${schema}. Nothing else.`;
		const value = JSON.parse(await answerTo(prompt));
		expect(parse(value)).toMatchObject({ size: "small", kind: "recipe" });
		expect(JSON.parse(await answerTo("A recipe for pizza", `Answer in JSON of this format: ${schema}`))).toEqual(
			expect.objectContaining({ kind: "recipe" }),
		);
	});

	it("is answered with the example that it gives", async () => {
		const example = { name: "Ann", tags: ["a"] };
		expect(JSON.parse(await answerTo(`Only JSON, like ${JSON.stringify(example)}`))).toEqual(example);
	});

	it.each([
		["talk of JSON", "Explain valid JSON"],
		["JSON to be read", 'What does this JSON say? {"a":1}'],
		["braces that hold no JSON", "Only valid JSON: {name, age}"],
		["another format", 'Only valid YAML: {"a":1}'],
	])("is not %s", (_, text) => {
		expect(askedJson(text)).toBeUndefined();
	});
});

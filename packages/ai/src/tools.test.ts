import { describe, expect, it } from "vitest";
import { z } from "zod";
import { bindingOf, failureOf, simulated } from "../test/bindings.ts";
import {
	aiWithTools,
	createToolRegistry,
	estimateTokens,
	StructuredOutputError,
	standardSchemaToJsonSchema,
	structuredAI,
	type ToolDefinition,
} from "./index.ts";

const model = "@cf/meta/llama-3.3-70b-instruct-fp8-fast";
const schema = z.object({ name: z.string(), minutes: z.number() });
const input = { messages: [{ role: "user" as const, content: "Pancakes" }] };
const weather: ToolDefinition = {
	name: "get_weather",
	description: "Tells the weather.",
	parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
};
const calling = [
	{ when: { times: 1 }, reply: { toolCalls: [{ name: "get_weather", arguments: { city: "Paris" } }] } },
	{ reply: "It is sunny." },
];

describe("structuredAI", () => {
	it("answers with data, raw and model, and nothing else", async () => {
		const { ai } = simulated([{ reply: '{"name":"Pancakes","minutes":20}' }]);
		const result = await structuredAI(ai as never, model, input, { schema });
		expect(result).toEqual({ data: { name: "Pancakes", minutes: 20 }, raw: expect.anything(), model });
	});

	it("asks once more by default, and throws StructuredOutputError then", async () => {
		const binding = bindingOf({ response: "no JSON" });
		const error = await failureOf(structuredAI(binding, model, input, { schema }));
		expect(error).toBeInstanceOf(StructuredOutputError);
		expect(binding.asked).toHaveLength(2);
		await failureOf(structuredAI(binding, model, input, { schema, maxRetries: 0 }));
		expect(binding.asked).toHaveLength(3);
	});
});

describe("aiWithTools", () => {
	it("runs the handler and answers with content, calls, model and turns", async () => {
		const { ai } = simulated(calling);
		const handler = ({ arguments: args }: { arguments: Record<string, unknown> }) => `Sunny in ${args.city}`;
		expect(await aiWithTools(ai as never, model, input, { tools: [weather] }, handler)).toEqual({
			content: "It is sunny.",
			toolCalls: [{ id: expect.any(String), name: "get_weather", arguments: { city: "Paris" } }],
			model,
			turns: 2,
		});
	});

	it("takes a registry's methods, on their own", async () => {
		const { ai, requests } = simulated(calling);
		const registry = createToolRegistry();
		registry.register("get_weather", { definition: weather, handler: ({ city }) => `Sunny in ${city}` });
		await aiWithTools(ai as never, model, input, { tools: registry.getTools() }, registry.execute);
		expect(JSON.stringify(requests().at(-1)?.body)).toContain("Sunny in Paris");
	});

	it("hands out the calls when there is no handler", async () => {
		const { ai } = simulated(calling);
		const { toolCalls, turns } = await aiWithTools(ai as never, model, input, { tools: [weather] });
		expect(toolCalls).toMatchObject([{ name: "get_weather" }]);
		expect(turns).toBe(1);
	});

	it("stops after 5 turns, or as many as it is told", async () => {
		const { ai } = simulated([{ reply: { toolCalls: [{ name: "get_weather", arguments: { city: "Paris" } }] } }]);
		const handler = () => "Sunny";
		expect((await aiWithTools(ai as never, model, input, { tools: [weather] }, handler)).turns).toBe(5);
		const options = { tools: [weather], maxTurns: 2 };
		expect((await aiWithTools(ai as never, model, input, options, handler)).turns).toBe(2);
	});
});

describe("what is the gateway's own", () => {
	it("is handed on", async () => {
		expect(estimateTokens("Hello, how are you?")).toBeGreaterThan(3);
		expect(standardSchemaToJsonSchema(schema)).toMatchObject({ type: "object", required: ["name", "minutes"] });
	});
});

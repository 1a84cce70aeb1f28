import type { GatewayToolCall } from "@workkit/ai-core";
import { createGateway } from "@workkit/ai-gateway";
import { expect, it } from "vitest";
import { z } from "zod";
import { stage } from "../test/subjects.ts";
import { aiWithTools, createToolRegistry, estimateTokens, structuredAI, tool } from "./index.ts";

const models = [
	["anthropic", "claude-sonnet-4-6"],
	["openai", "gpt-4o"],
	["workers-ai", "@cf/meta/llama-3.1-8b-instruct"],
] as const;
const getWeather = {
	name: "get_weather",
	description: "Get the current weather for a location",
	parameters: { type: "object", properties: { location: { type: "string" } }, required: ["location"] },
};
const calls = [{ name: "get_weather", arguments: { location: "SF" } }];
const messages = [{ role: "user" as const, content: "what's the weather in SF?" }];
const weatherOnce = ({ toolResults }: { toolResults: readonly string[] }) =>
	toolResults.length > 0 ? undefined : { toolCalls: calls };

it.each(models)("tool use, one call at a time (%s)", async (provider, model) => {
	const { gateway } = stage(weatherOnce);
	const options = { provider, toolOptions: { tools: [getWeather], toolChoice: "auto" as const } };
	const result = await gateway.run(model, { messages }, options);
	const ran: GatewayToolCall[] = [];
	for (const call of result.toolCalls ?? []) ran.push(call);
	expect(ran).toMatchObject(calls);
});

it.each(models)("a registry, and aiWithTools with it (%s)", async (provider, model) => {
	const { gateway } = stage(weatherOnce);
	const registry = createToolRegistry();
	registry.register("get_weather", {
		definition: getWeather,
		handler: async ({ location }: { location: string }) => ({ location, degrees: 18 }),
	});
	const loop = { tools: registry.getTools(), handler: registry.execute, maxTurns: 5, runOptions: { provider } };
	for (const options of [loop, { tools: registry, toolChoice: "auto" as const, runOptions: { provider } }]) {
		const { content, toolCalls, turns, ...served } = await aiWithTools(gateway, model, { messages }, options);
		expect(content).toContain('{"location":"SF","degrees":18}');
		expect([toolCalls, turns]).toMatchObject([calls, 2]);
		expect(served).toMatchObject({ provider, model });
	}
});

it.each(models)("a recipe in a schema of Zod (%s)", async (provider, model) => {
	const RecipeSchema = z.object({
		name: z.string(),
		ingredients: z.array(z.string()),
		instructions: z.array(z.string()),
		prepTime: z.number(),
	});
	const { gateway } = stage();
	const input = { messages: [{ role: "user" as const, content: "Generate a recipe for pancakes." }] };
	const options = { schema: RecipeSchema, maxRetries: 1, runOptions: { provider } };
	const { data, raw, ...served } = await structuredAI(gateway, model, input, options);
	expect(RecipeSchema.parse(data)).toEqual(data);
	expect(raw).toBeTypeOf("object");
	expect(served).toMatchObject({ provider, model });
});

it("the first example of the README", async () => {
	const { simulator } = stage(({ format, toolResults }) =>
		format || toolResults[0] ? undefined : { toolCalls: [{ name: "get_weather", arguments: { city: "Paris" } }] },
	);
	const env = { AI: simulator.ai };
	const gateway = createGateway({
		providers: { "workers-ai": { type: "workers-ai", binding: env.AI } },
		defaultProvider: "workers-ai",
	});
	const model = "@cf/zai-org/glm-4.7-flash";
	const weather = tool({
		name: "get_weather",
		description: "Tells the weather of a city.",
		input: z.object({ city: z.string(), unit: z.enum(["C", "F"]).default("C") }),
		execute: ({ city, unit }) => ({ city, degrees: unit === "C" ? 18 : 64 }),
	});
	const { content } = await aiWithTools(gateway, model, { prompt: "Is it warm in Paris?" }, { tools: [weather] });
	const recipe = z.object({ name: z.string(), ingredients: z.array(z.string()) });
	const { data } = await structuredAI(gateway, model, { prompt: "A recipe for pancakes." }, { schema: recipe });
	expect(content).toContain('{"city":"Paris","degrees":18}');
	expect(recipe.parse(data)).toEqual(data);
});

it("an estimate of tokens", () => {
	const count = estimateTokens("Hello, how are you?");
	expect(count).toBe(6);
});

import {
	aiWithTools,
	type ChatMessage,
	createToolRegistry,
	type GatewayToolDefinition,
	streamWithTools,
	tool,
	toSseResponse,
} from "@workkit/ai-gateway";
import { z } from "zod";
import type { Gateway } from "./env.ts";

export async function first(gateway: Gateway) {
	// #region first
	const getWeather = tool({
		name: "get_weather",
		description: "The weather in a city, now.",
		input: z.object({ city: z.string(), unit: z.enum(["C", "F"]).default("C") }),
		execute: ({ city, unit }) => ({ city, degrees: unit === "C" ? 18 : 64 }), // typed by the schema
	});

	const { content, turns, usage } = await aiWithTools(
		gateway,
		"claude-sonnet-4-6",
		{ prompt: "Is it warm in Oslo?" },
		{ tools: [getWeather], runOptions: { provider: "anthropic", timeout: 60_000 } },
	);
	// #endregion
	return { content, turns, usage };
}

export async function limits(gateway: Gateway) {
	// #region limits
	const search = tool({
		name: "search",
		description: "Searches the handbook.",
		input: z.object({ query: z.string() }),
		timeout: 5_000, // the model is told of it; the loop goes on
		execute: async ({ query }, { signal }) => (await fetch(`https://handbook.example/?q=${query}`, { signal })).text(),
	});

	const { content, stopReason } = await aiWithTools(
		gateway,
		"gpt-5.2",
		{ prompt: "May I bring my dog?" },
		{
			tools: [search],
			toolChoice: "required", // in the first turn
			maxTurns: 4,
			finishWithAnswer: true, // no tools in the last turn
			stopWhen: ({ total }) => (total.usage?.outputTokens ?? 0) > 10_000,
			onTurn: ({ turn, toolCalls }) => console.log(turn, toolCalls.length),
			runOptions: { provider: "openai", timeout: 120_000 },
		},
	);
	// #endregion
	return { content, stopReason };
}

export async function streaming(gateway: Gateway, request: Request) {
	// #region streaming
	const clock = tool({ name: "now", description: "Tells the time.", execute: () => new Date().toISOString() });

	const stream = await streamWithTools(
		gateway,
		"claude-sonnet-4-6",
		{ prompt: "How late is it now?" },
		{ tools: [clock], runOptions: { provider: "anthropic", signal: request.signal } },
	);
	const response = toSseResponse(stream);
	// #endregion
	return response;
}

export async function registry(gateway: Gateway) {
	// #region registry
	const tools = createToolRegistry();
	tools.register("get_weather", {
		definition: {
			description: "The weather in a city, now.",
			parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
		},
		handler: ({ city }) => `Rain in ${city}.`,
	});

	const { content } = await aiWithTools(
		gateway,
		"@cf/zai-org/glm-4.7-flash",
		{ prompt: "The weather in Oslo?" },
		{ tools },
	);
	// #endregion
	return content;
}

export async function byHand(gateway: Gateway) {
	// #region by-hand
	const getWeather: GatewayToolDefinition = {
		name: "get_weather",
		description: "The weather in a city, now.",
		parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
	};
	const options = { provider: "anthropic", toolOptions: { tools: [getWeather], toolChoice: "auto" } } as const;

	const messages: ChatMessage[] = [{ role: "user", content: "Is it raining in Oslo?" }];
	let answer = await gateway.run("claude-sonnet-4-6", { messages }, options);

	for (let turn = 0; answer.toolCalls && turn < 5; turn++) {
		messages.push(answer.message);
		for (const call of answer.toolCalls) {
			const content = call.invalid ? "The arguments are not valid JSON." : `Rain in ${call.arguments.city}.`;
			messages.push({ role: "tool", toolCallId: call.id, content });
		}
		answer = await gateway.run("claude-sonnet-4-6", { messages }, options);
	}
	console.log(answer.text);
	// #endregion
}

// A Worker as people wrote it by the old documentation: it knows `@workkit/ai` and nothing of what is behind it.
import {
	type AiBinding,
	type AiMessage,
	ai,
	aiWithTools,
	createToolRegistry,
	estimateTokens,
	fallback,
	type StreamOptions,
	streamAI,
	structuredAI,
	type ToolDefinition,
	withRetry,
} from "@workkit/ai";
import { ServiceUnavailableError } from "@workkit/errors";
import { z } from "zod";

export interface Env {
	AI: AiBinding;
}

const Recipe = z.object({ name: z.string(), ingredients: z.array(z.string()) });

const weatherTool: ToolDefinition = {
	name: "get_weather",
	description: "Get the weather of a city",
	parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
};

async function chat(env: Env): Promise<Response> {
	const client = ai(env.AI);
	const result = await client.run("@cf/meta/llama-3.1-8b-instruct", {
		messages: [
			{ role: "system", content: "You are a helpful assistant." },
			{ role: "user", content: "What is the capital of France?" },
		],
	});
	return Response.json({ answer: result.data, response: result.data.response, model: result.model });
}

async function typed(env: Env): Promise<Response> {
	const { data } = await ai(env.AI).run<{ shape: number[] }>("@cf/baai/bge-base-en-v1.5", { text: ["one", "two"] });
	return Response.json(data.shape);
}

async function haiku(env: Env): Promise<Response> {
	const options: StreamOptions = { timeout: 30000 };
	const stream = await streamAI(
		env.AI,
		"@cf/meta/llama-3.1-8b-instruct",
		{ messages: [{ role: "user", content: "Write a haiku about Cloudflare" }] },
		options,
	);
	return new Response(stream, { headers: { "Content-Type": "text/event-stream" } });
}

async function chain(env: Env): Promise<Response> {
	const log: string[] = [];
	const result = await fallback(
		env.AI,
		[
			{ model: "@cf/meta/llama-3.1-70b-instruct", timeout: 5000 },
			{ model: "@cf/meta/llama-3.1-8b-instruct", timeout: 10000 },
			{ model: "@cf/mistral/mistral-7b-instruct-v0.2" },
		],
		{ messages: [{ role: "user", content: "Hello" }] },
		{
			onFallback: (failedModel, _error, nextModel) => {
				log.push(`${failedModel} failed, trying ${nextModel}`);
			},
		},
	);
	const { data, model, attempted, attempts } = result;
	return Response.json({ data, model, attempted, attempts, log });
}

async function retried(env: Env): Promise<Response> {
	const client = ai(env.AI);
	const messages: AiMessage[] = [{ role: "user", content: "Hello" }];
	const result = await withRetry(() => client.run("@cf/meta/llama-3.1-8b-instruct", { messages }), {
		maxRetries: 3,
		backoff: "exponential",
		baseDelay: 1,
		maxDelay: 10,
		isRetryable: (error) => error instanceof ServiceUnavailableError,
	});
	const other = await withRetry(env.AI, "@cf/meta/llama-3.1-8b-instruct", { messages }, { baseDelay: 1 });
	return Response.json({ model: result.model, response: result.data.response, retries: other.retries });
}

async function recipe(env: Env): Promise<Response> {
	const { data } = await structuredAI(
		env.AI,
		"@cf/meta/llama-3.3-70b-instruct-fp8-fast",
		{ messages: [{ role: "user", content: "A recipe for pancakes" }] },
		{ schema: Recipe, maxRetries: 1 },
	);
	return Response.json({ name: data.name.length > 0, ingredients: data.ingredients.length > 0 });
}

async function tools(env: Env): Promise<Response> {
	const registry = createToolRegistry();
	registry.register("get_weather", { definition: weatherTool, handler: async ({ city }) => `Sunny in ${city}` });
	const { content, toolCalls, turns } = await aiWithTools(
		env.AI,
		"@cf/meta/llama-3.3-70b-instruct-fp8-fast",
		{ messages: [{ role: "user", content: "Use get_weather for Paris" }] },
		{ tools: registry.getTools(), maxTurns: 3 },
		(call) => registry.execute(call),
	);
	return Response.json({ content, names: toolCalls.map((call) => call.name), turns });
}

const routes: Record<string, (env: Env) => Promise<Response>> = {
	"/chat": chat,
	"/typed": typed,
	"/haiku": haiku,
	"/chain": chain,
	"/retried": retried,
	"/recipe": recipe,
	"/tools": tools,
	"/tokens": async () => Response.json(estimateTokens("Hello, how are you?")),
};

export default {
	async fetch(request: Request, env: Env): Promise<Response> {
		try {
			return (await routes[new URL(request.url).pathname]?.(env)) ?? new Response("Not found", { status: 404 });
		} catch (error) {
			const status = error instanceof ServiceUnavailableError ? 503 : 500;
			return new Response(String(error), { status });
		}
	},
};

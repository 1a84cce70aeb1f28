import type { SimulatedAi } from "../src/index.ts";

/** What a Worker of the book has in its environment, as far as the examples use it. */
export interface Env {
	readonly AI: SimulatedAi;
	readonly VECTORIZE: {
		upsert(
			vectors: readonly { readonly id: string; readonly values: number[]; readonly metadata: { text: string } }[],
		): Promise<void>;
		query(vector: number[], options: { topK: number }): Promise<{ matches: { metadata: { text: string } }[] }>;
	};
	readonly BUCKET: { put(key: string, value: Uint8Array, options: object): Promise<void> };
}

const LLAMA = "@cf/meta/llama-3.1-8b-instruct";

interface TextOutput {
	readonly response: string;
}

interface EmbeddingOutput {
	readonly shape: number[];
	readonly data: number[][];
}

/** The quick start: a question, an answer as JSON. */
export async function quickStart(env: Env): Promise<Response> {
	const response = await env.AI.run(LLAMA, { prompt: "What is Cloudflare?" });
	return Response.json(response);
}

/** A chat that is passed on as it streams. */
export async function streaming(env: Env, messages: object[]): Promise<Response> {
	const stream = await env.AI.run(LLAMA, { messages, stream: true });
	return new Response(stream as ReadableStream, { headers: { "content-type": "text/event-stream" } });
}

/** Stores texts by their vectors. */
export async function remember(env: Env, texts: string[]): Promise<void> {
	const { data } = (await env.AI.run("@cf/baai/bge-base-en-v1.5", { text: texts })) as EmbeddingOutput;
	await env.VECTORIZE.upsert(
		texts.map((text, index) => ({ id: String(index), values: data[index] ?? [], metadata: { text } })),
	);
}

/** Retrieval: what is known about the question goes before it. */
export async function answerFromMemory(env: Env, question: string): Promise<Response> {
	const embeddings = (await env.AI.run("@cf/baai/bge-base-en-v1.5", { text: [question] })) as EmbeddingOutput;
	const { matches } = await env.VECTORIZE.query(embeddings.data[0] ?? [], { topK: 1 });
	const context = matches.map(({ metadata }) => metadata.text).join("\n\n");
	return streaming(env, [
		{ role: "system", content: `Answer using this context:\n${context}` },
		{ role: "user", content: question },
	]);
}

/** Structured output as the book has it: the prompt asks for JSON, and `response` is a text of it. */
export async function recipeInWords(env: Env, dish: string, shape: object): Promise<unknown> {
	const { response } = (await env.AI.run(LLAMA, {
		messages: [
			{
				role: "user",
				content: `Generate a recipe for ${dish}. Return ONLY valid JSON matching this schema: ${JSON.stringify(shape)}`,
			},
		],
	})) as TextOutput;
	return JSON.parse(response);
}

/** The same in JSON mode with the bare schema: `response` is the object itself. */
export async function recipe(env: Env, dish: string, json_schema: object): Promise<unknown> {
	const { response } = (await env.AI.run(LLAMA, {
		messages: [{ role: "user", content: `Write a recipe for ${dish}.` }],
		response_format: { type: "json_schema", json_schema },
	})) as { readonly response: unknown };
	return response;
}

/**
 * An image for the bucket. The book takes what flux gives for a stream of a PNG; it is an object with a JPEG in base64.
 */
export async function storeImage(env: Env, prompt: string): Promise<string> {
	const { image } = (await env.AI.run("@cf/black-forest-labs/flux-1-schnell", { prompt })) as {
		readonly image: string;
	};
	const bytes = Uint8Array.from(atob(image), (character) => character.charCodeAt(0));
	const key = "images/1.jpg";
	await env.BUCKET.put(key, bytes, { httpMetadata: { contentType: "image/jpeg" } });
	return key;
}

/** A run through a gateway, and feedback on it. The book sends a rating and a comment: feedback is -1 or 1. */
export async function rate(env: Env): Promise<string> {
	const { response } = (await env.AI.run(
		LLAMA,
		{ prompt: "Hello" },
		{ gateway: { id: "my-gateway", skipCache: false } },
	)) as TextOutput;
	const logId = env.AI.aiGatewayLogId;
	if (logId === null) throw new Error("A run through a gateway has a log");
	await env.AI.gateway("my-gateway").patchLog(logId, { feedback: 1, score: 90 });
	return response;
}

/** Runs again while the platform says that it is busy: the error has a code only in its message. */
export async function runWithRetry(env: Env, prompt: string, maxRetries = 3): Promise<unknown> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await env.AI.run(LLAMA, { prompt });
		} catch (error) {
			const code = /^(\d{4}): /.exec((error as Error).message)?.[1];
			if (code !== "3040" || attempt === maxRetries) throw error;
		}
	}
}

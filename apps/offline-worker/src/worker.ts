import { Hono } from "hono";
import { z } from "zod";

/** What the Worker is bound to; nothing in it knows whether that is the platform. */
export interface Env {
	readonly AI: Ai;
	readonly VECTORIZE: Vectorize;
	readonly BUCKET: R2Bucket;
}

const llama = "@cf/meta/llama-3.1-8b-instruct";
// The platform's types no longer know what this model gives.
const streamed = (stream: unknown) =>
	new Response(stream as ReadableStream, { headers: { "content-type": "text/event-stream" } });
const app = new Hono<{ Bindings: Env }>();

app.use("*", async (c, next) => {
	const start = Date.now();
	await next();
	console.log(JSON.stringify({ path: c.req.path, duration: Date.now() - start }));
});

app.onError((error, c) => c.json({ name: error.name, message: error.message }, 500));

// Quick start
app.get("/", async (c) => {
	const response = await c.env.AI.run(llama, { prompt: "What is Cloudflare?" });
	return Response.json(response);
});

app.get("/story", async (c) => {
	const stream = await c.env.AI.run(llama, { messages: [{ role: "user", content: "Tell me a story" }], stream: true });
	return streamed(stream);
});

// Chat completion with history
app.post("/chat", async (c) => {
	const { messages } = await c.req.json<{ messages: { role: "user" | "assistant" | "system"; content: string }[] }>();
	const response = await c.env.AI.run(llama, { messages, stream: true });
	return streamed(response);
});

// Retrieval augmented generation
app.post("/documents", async (c) => {
	const { texts } = await c.req.json<{ texts: string[] }>();
	const embeddings = (await c.env.AI.run("@cf/baai/bge-base-en-v1.5", { text: texts })) as { data: number[][] };
	const vectors = texts.map((text, at) => ({ id: `${at}`, values: embeddings.data[at] ?? [], metadata: { text } }));
	await c.env.VECTORIZE.upsert(vectors);
	return c.json({ dimensions: vectors.map((vector) => vector.values.length) });
});

app.post("/rag", async (c) => {
	const { question } = await c.req.json<{ question: string }>();
	const embeddings = (await c.env.AI.run("@cf/baai/bge-base-en-v1.5", { text: [question] })) as { data: number[][] };
	const matches = await c.env.VECTORIZE.query(embeddings.data[0] ?? [], { topK: 1, returnMetadata: "all" });
	const context = matches.matches.map((match) => match.metadata?.text).join("\n\n");
	const response = await c.env.AI.run(llama, {
		messages: [
			{ role: "system", content: `Answer using this context:\n${context}` },
			{ role: "user", content: `${question} (${context})` },
		],
		stream: true,
	});
	return streamed(response);
});

// Structured output
const RecipeSchema = z.object({
	name: z.string(),
	ingredients: z.array(z.string()),
	instructions: z.array(z.string()),
	prepTime: z.number(),
});

app.post("/recipe", async (c) => {
	const { dish } = await c.req.json<{ dish: string }>();
	const { response } = (await c.env.AI.run(llama, {
		messages: [
			{
				role: "user",
				content: `Generate a recipe for ${dish}. Return ONLY valid JSON matching this schema: ${JSON.stringify(RecipeSchema.shape)}`,
			},
		],
	})) as { response: string };
	return c.json(RecipeSchema.parse(JSON.parse(response)));
});

app.post("/recipe-in-json-mode", async (c) => {
	const { dish } = await c.req.json<{ dish: string }>();
	const output = await c.env.AI.run(llama, {
		messages: [{ role: "user", content: `Generate a recipe for ${dish}.` }],
		response_format: { type: "json_schema", json_schema: z.toJSONSchema(RecipeSchema) },
	});
	// In this mode the answer is an object already; the platform's types call it a text.
	const { response } = output as { response: unknown };
	return c.json(RecipeSchema.parse(typeof response === "string" ? JSON.parse(response) : response));
});

// Image generation, kept in R2
app.post("/generate-image", async (c) => {
	const { prompt } = await c.req.json<{ prompt: string }>();
	const { image } = await c.env.AI.run("@cf/black-forest-labs/flux-1-schnell", { prompt });
	const bytes = Uint8Array.from(atob(image ?? ""), (letter) => letter.charCodeAt(0));
	const key = `images/${crypto.randomUUID()}.jpg`;
	await c.env.BUCKET.put(key, bytes, { httpMetadata: { contentType: "image/jpeg" } });
	return c.json({ success: true, key });
});

app.get("/images/:name", async (c) => {
	const object = await c.env.BUCKET.get(`images/${c.req.param("name")}`);
	return object === null ? c.notFound() : new Response(object.body, { headers: { "content-type": "image/jpeg" } });
});

// Seeing
app.post("/vision", async (c) => {
	const { url } = await c.req.json<{ url: string }>();
	const content = [
		{ type: "text", text: "What is in this image?" },
		{ type: "image_url", image_url: { url } },
	];
	// The platform's types for this model lag behind what it takes.
	const inputs = { messages: [{ role: "user", content }] } as never;
	return c.json(await c.env.AI.run("@cf/meta/llama-4-scout-17b-16e-instruct", inputs));
});

// AI Gateway
app.post("/gateway", async (c) => {
	const { prompt, skipCache = false } = await c.req.json<{ prompt: string; skipCache?: boolean }>();
	const response = await c.env.AI.run(llama, { prompt }, { gateway: { id: "my-gateway", skipCache } });
	const gateway = c.env.AI.gateway("my-gateway");
	const logId = c.env.AI.aiGatewayLogId;
	await gateway.patchLog(logId ?? "", { feedback: 1, score: 100, metadata: { user: "123" } });
	const log = await gateway.getLog(logId ?? "");
	return c.json({ response, logId, log });
});

app.get("/gateway-url", async (c) => c.json({ url: await c.env.AI.gateway("my-gateway").getUrl("openai") }));

app.get("/universal", async (c) => {
	const response = await c.env.AI.gateway("my-gateway").run({
		provider: "workers-ai",
		endpoint: llama,
		headers: { authorization: "Bearer my-api-token" },
		query: { prompt: "tell me a joke" },
	});
	return response;
});

// Errors
app.get("/no-such-model", async (c) => c.json(await c.env.AI.run("@cf/meta/no-such-model" as never, { prompt: "?" })));

export default app;

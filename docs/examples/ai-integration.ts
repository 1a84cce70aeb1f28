import { type ChatMessage, createGateway, createRouter } from "@workkit/ai-gateway";
import { fromHttpStatus } from "@workkit/errors";
import type { Env, Gateway } from "./env.ts";

export async function router(env: Env) {
	// #region router
	const gateway = createGateway({
		providers: {
			openai: { type: "openai", apiKey: env.OPENAI_KEY },
			anthropic: { type: "anthropic", apiKey: env.ANTHROPIC_KEY },
			workers: { type: "workers-ai", binding: env.AI },
		},
		defaultProvider: "workers",
		router: createRouter({
			routes: [
				{ pattern: "gpt-*", provider: "openai" },
				{ pattern: /^claude-/, provider: "anthropic" },
			],
			fallback: "workers",
		}),
	});
	const { provider } = await gateway.run("claude-sonnet-4-6", { prompt: "Hello" }); // "anthropic"
	// #endregion
	return provider;
}

export async function compatible(env: Env) {
	// #region compatible
	const gateway = createGateway({
		providers: {
			groq: { type: "openai", apiKey: env.GROQ_KEY, baseUrl: "https://api.groq.com/openai/v1" },
			ollama: { type: "openai", apiKey: "none", baseUrl: "http://127.0.0.1:11434/v1" },
		},
		defaultProvider: "groq",
	});
	const { text } = await gateway.run("llama-3.3-70b-versatile", { prompt: "Hello" });
	// #endregion
	return { text, local: await gateway.run("qwen3", { prompt: "Hello" }, { provider: "ollama" }) };
}

export async function custom() {
	// #region custom
	const gateway = createGateway({
		providers: {
			mine: {
				type: "custom",
				async run(model, input, options) {
					const response = await fetch("https://models.example/answer", {
						method: "POST",
						body: JSON.stringify({ model, question: input.prompt }),
						signal: options?.signal ?? null, // the abort and every deadline
					});
					if (!response.ok) throw fromHttpStatus(response.status);
					const raw = await response.json<{ answer: string }>();
					return { text: raw.answer, raw, provider: "mine", model };
				},
			},
		},
		defaultProvider: "mine",
	});
	const { text, finishReason } = await gateway.run("my-model", { prompt: "Hello" }, { timeout: 10_000 });
	// #endregion
	return { text, finishReason, gateway };
}

export async function history(gateway: Gateway) {
	// #region history
	const messages: ChatMessage[] = [{ role: "user", content: "Who wrote Momo?" }];
	const first = await gateway.run("gpt-5.2", { messages }, { provider: "openai" });

	messages.push(first.message, { role: "user", content: "What else?" });
	const second = await gateway.run("claude-sonnet-4-6", { messages }, { provider: "anthropic" });
	// #endregion
	return second;
}

export async function retrieval(gateway: Gateway, env: Env, request: Request) {
	// #region retrieval
	const question = await request.text();
	const { vectors } = await gateway.embed("@cf/baai/bge-base-en-v1.5", { text: question });
	const [vector = []] = vectors;
	const { matches } = await env.VECTORIZE.query(vector, { topK: 3, returnMetadata: "all" });

	const context = matches.map(({ metadata }) => metadata?.text).join("\n\n");
	const stream = await gateway.stream("@cf/meta/llama-3.3-70b-instruct-fp8-fast", {
		messages: [
			{ role: "system", content: `Answer from this context only:\n${context}` },
			{ role: "user", content: question },
		],
	});
	// #endregion
	return stream;
}

export async function images(gateway: Gateway, request: Request) {
	// #region images
	const report = new Uint8Array(await request.arrayBuffer());
	const { text } = await gateway.run(
		"claude-sonnet-4-6",
		{
			messages: [
				{
					role: "user",
					content: [
						{ type: "text", text: "Does the chart agree with the report?" },
						{ type: "image", image: new URL("https://example.com/chart.png") },
						{ type: "file", data: report, mediaType: "application/pdf", name: "report.pdf" },
					],
				},
			],
		},
		{ provider: "anthropic" },
	);
	// #endregion
	return text;
}

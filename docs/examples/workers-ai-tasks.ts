import { createGateway, isErrorCode, openaiTasks, workersAiTasks } from "@workkit/ai-gateway";
import type { Env } from "./env.ts";

const make = ({ AI }: Env) =>
	createGateway({
		providers: { "workers-ai": { type: "workers-ai", binding: AI, tasks: workersAiTasks } },
		defaultProvider: "workers-ai",
	});

export async function first(env: Env) {
	// #region first
	const gateway = createGateway({
		providers: { "workers-ai": { type: "workers-ai", binding: env.AI, tasks: workersAiTasks } },
		defaultProvider: "workers-ai",
	});

	const { images } = await gateway.image("@cf/black-forest-labs/flux-1-schnell", { prompt: "A lighthouse", seed: 7 });
	const [picture] = images;
	if (picture) await env.BUCKET.put("lighthouse", picture.bytes, { httpMetadata: { contentType: picture.mediaType } });
	// #endregion
}

export async function texts(env: Env) {
	const gateway = make(env);
	// #region texts
	const { text: french } = await gateway.translate("@cf/meta/m2m100-1.2b", {
		text: "Good morning",
		from: "en",
		to: "fr",
	});
	const { text: short } = await gateway.summarize("@cf/facebook/bart-large-cnn", {
		text: "A long article …",
		maxLength: 60,
	});
	const { labels } = await gateway.classify("@cf/huggingface/distilbert-sst-2-int8", { text: "I like it." });
	console.log(french, short, labels[0]?.label, labels[0]?.score);
	// #endregion
}

export async function ranking(env: Env) {
	const gateway = make(env);
	// #region ranking
	const { results } = await gateway.rerank("@cf/baai/bge-reranker-base", {
		query: "When is tea?",
		documents: ["The harbour closes at six.", "Tea is at five."],
		topN: 1,
	});
	console.log(results[0]?.document, results[0]?.index);
	// #endregion
}

export async function files(env: Env, request: Request) {
	const gateway = make(env);
	// #region files
	const { documents } = await gateway.toMarkdown("to-markdown", {
		files: [{ name: "report.html", data: await request.arrayBuffer() }],
	});
	for (const { name, markdown, error } of documents) console.log(name, markdown ?? error);
	// #endregion
}

export async function batch(env: Env) {
	const gateway = make(env);
	// #region batch
	const model = "@cf/baai/bge-m3";
	const { id } = await gateway.batch(model, { requests: [{ text: "tea", reference: "t" }, { text: "coffee" }] });

	// Later, from a cron trigger or a queue:
	const { status, results = [] } = await gateway.batch(model, { id });
	for (const { index, reference, output, error } of results) console.log(index, reference, error ?? output);
	// #endregion
	return status;
}

export async function raw(env: Env) {
	const gateway = make(env);
	// #region raw
	const { raw } = await gateway.run("@cf/baai/bge-reranker-base", {
		query: "When is tea?",
		contexts: [{ text: "Tea is at five." }],
	});
	// #endregion
	return raw;
}

export async function errors(env: Env) {
	// #region errors
	const gateway = createGateway({
		providers: {
			"workers-ai": { type: "workers-ai", binding: env.AI, tasks: workersAiTasks },
			anthropic: { type: "anthropic", apiKey: env.ANTHROPIC_KEY },
		},
		defaultProvider: "workers-ai",
	});
	try {
		await gateway.translate("claude-sonnet-4-6", { text: "Hello", to: "fr" }, { provider: "anthropic" });
	} catch (error) {
		if (isErrorCode(error, "WORKKIT_UNSUPPORTED_OPERATION")) console.error(error.message);
		else throw error;
	}
	// #endregion
}

export async function openaiToo(env: Env) {
	// #region openai
	const gateway = createGateway({
		providers: { openai: { type: "openai", apiKey: env.OPENAI_KEY, tasks: openaiTasks } },
		defaultProvider: "openai",
	});
	const { images } = await gateway.image("gpt-image-1", { prompt: "A lighthouse", width: 1024, height: 1024 });
	const { audio } = await gateway.speak("gpt-4o-mini-tts", { text: "Good morning.", voice: "nova", format: "mp3" });
	// #endregion
	return { images, audio };
}

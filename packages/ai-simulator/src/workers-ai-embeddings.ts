import { answerPrompt } from "./answer.ts";
import { embedPromptOf } from "./prompt-of.ts";
import { vectorOf } from "./vector.ts";
import { platformError } from "./workers-ai-error.ts";
import type { Task } from "./workers-ai-run.ts";

const DIMENSIONS: readonly (readonly [names: RegExp, dimensions: number])[] = [
	[/bge-small/, 384],
	[/bge-base|embeddinggemma/, 768],
	[/plamo/, 2048],
	[/./, 1024],
];

const MOST_TEXTS = 100;

/** Text embeddings: `{ text }` → `{ shape, data }`. Queries, contexts and reranking are not simulated. */
export const runEmbedding: Task = async (exchange, model, inputs) => {
	const texts = typeof inputs.text === "string" ? [inputs.text] : inputs.text;
	if (!Array.isArray(texts)) throw platformError(5004, "Bad input: required properties at '/' are 'text'");
	if (texts.length === 0 || texts.length > MOST_TEXTS) {
		throw platformError(5004, `Bad input: '/text' must have 1 to ${MOST_TEXTS} items`);
	}
	const wrong = texts.findIndex((text) => typeof text !== "string" || text === "");
	if (wrong >= 0) throw platformError(5004, `Bad input: '/text/${wrong}' must be a string that is not empty`);
	const { pooling = model.includes("bge-m3") ? "cls" : "mean" } = inputs;
	if (pooling !== "mean" && pooling !== "cls")
		throw platformError(5004, "Bad input: '/pooling' must be 'mean' or 'cls'");

	const answer = await answerPrompt(
		exchange,
		embedPromptOf({ wire: "workers-ai", model, requestNumber: exchange.requestNumber }, texts),
	);
	const dimensions = DIMENSIONS.find(([names]) => names.test(model))?.[1] ?? 0;
	// Vectors of different pooling must not be comparable by accident.
	const data = texts.map((text: string) =>
		vectorOf(text, dimensions).map((value) => (pooling === "cls" ? -value : value)),
	);
	const json = {
		shape: [texts.length, dimensions],
		data,
		...(model.includes("bge-") ? { pooling } : {}),
		...(model.includes("bge-m3") ? { response: null } : {}),
	};
	return { json, answer };
};

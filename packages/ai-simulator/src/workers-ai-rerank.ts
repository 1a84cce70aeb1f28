import { isRecord } from "./json.ts";
import { vectorOf } from "./vector.ts";
import type { Task } from "./workers-ai-call.ts";
import { badInput, checkInputs, mismatch } from "./workers-ai-check.ts";
import { answerTask } from "./workers-ai-task.ts";

/** A context by its index in the request, and how well it fits the query, from 0 to 1. */
export interface RankedContext {
	readonly id: number;
	readonly score: number;
}

/** `{ query, contexts, top_k? }` → `{ response: [{ id, score }] }`, the best first. */
export const runRerank: Task = async (call) => {
	const { inputs } = call;
	checkInputs(inputs, {
		query: { type: "string", required: true, min: 1 },
		contexts: { type: "array", required: true },
		top_k: { type: "integer", min: 1 },
	});
	const texts = readContexts(inputs.contexts);
	const answer = await answerTask(call, "rerank", texts);
	const ranked = rankContexts(String(inputs.query), texts);
	return { json: { response: ranked.slice(0, Number(inputs.top_k ?? ranked.length)) }, answer };
};

/** The texts of `contexts`; throws what the platform answers to other things. */
export function readContexts(contexts: unknown): string[] {
	if (!Array.isArray(contexts)) throw mismatch("/contexts", contexts, ["array"]);
	return contexts.map((context: unknown, index) => {
		const text = isRecord(context) ? context.text : undefined;
		if (!isRecord(context)) throw mismatch(`/contexts/${index}`, context, ["object"]);
		if (typeof text !== "string") throw mismatch(`/contexts/${index}/text`, text ?? null, ["string"]);
		if (text === "") throw badInput(`Length of '/contexts/${index}/text' must be >= 1 not met`);
		return text;
	});
}

/** How well each text fits the query, the best first. */
export function rankContexts(query: string, texts: readonly string[]): RankedContext[] {
	const asked = vectorOf(query, 1024);
	return texts
		.map((text, id) => {
			const nearness = vectorOf(text, 1024).reduce((sum, value, index) => sum + value * (asked[index] ?? 0), 0);
			return { id, score: Math.fround(1 / (1 + Math.exp(4 - 8 * nearness))) };
		})
		.sort((a, b) => b.score - a.score);
}

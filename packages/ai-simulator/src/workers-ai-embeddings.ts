import { listOf } from "./json.ts";
import { vectorOf } from "./vector.ts";
import type { ModelCall, Task } from "./workers-ai-call.ts";
import { badInput, checkInputs, mismatch } from "./workers-ai-check.ts";
import { rankContexts, readContexts } from "./workers-ai-rerank.ts";
import { answerTask } from "./workers-ai-task.ts";

const DIMENSIONS: readonly (readonly [names: RegExp, dimensions: number])[] = [
	[/bge-small/, 384],
	[/bge-base|embeddinggemma/, 768],
	[/plamo/, 2048],
	[/./, 1024],
];

const MOST_TEXTS = 100;

/** Text embeddings: `{ text }` → `{ shape, data }`; bge-m3 also compares a query with contexts. */
export const runEmbedding: Task = async (call) => {
	const { model, inputs } = call;
	if (inputs.contexts !== undefined && model.includes("bge-m3")) return runContexts(call);
	const texts = readTexts(call);
	const pooling = readPooling(call);
	const answer = await answerTask(call, "embed", texts);
	const json = {
		shape: [texts.length, dimensionsOf(model)],
		data: texts.map((text) => embed(model, text, pooling)),
		...(model.includes("bge-") ? { pooling } : {}),
		...(model.includes("bge-m3") ? { response: null } : {}),
	};
	return { json, answer };
};

/** With a query a ranking, without one the contexts' vectors, which are not called `data` here. */
const runContexts: Task = async (call) => {
	const { model, inputs } = call;
	checkInputs(inputs, { query: { type: "string", min: 1 }, contexts: { type: "array" } });
	const texts = readContexts(inputs.contexts);
	const { query } = inputs;
	const pooling = readPooling(call);
	const answer = await answerTask(call, query === undefined ? "embed" : "rerank", texts);
	const json =
		query === undefined
			? {
					response: texts.map((text) => embed(model, text, pooling)),
					shape: [texts.length, dimensionsOf(model)],
					pooling,
				}
			: { response: rankContexts(String(query), texts) };
	return { json, answer };
};

/** The texts of every form a model takes: qwen3-embedding has queries and documents too. */
function readTexts({ model, inputs }: ModelCall): string[] {
	const names = model.includes("qwen3-embedding") ? ["queries", "documents", "text"] : ["text"];
	const given = names.filter((name) => inputs[name] !== undefined);
	if (given.length === 0) {
		const forms = [...names, ...(model.includes("bge-m3") ? ["contexts"] : []), "requests"];
		const missing = forms.map((name) => `required properties at '/' are '${name}'`).join(", ");
		throw badInput(`oneOf at '/' not met, 0 matches: ${missing}`);
	}
	return given.flatMap((name) => {
		const texts = typeof inputs[name] === "string" ? [inputs[name]] : inputs[name];
		if (!Array.isArray(texts)) throw mismatch(`/${name}`, texts, ["string", "array"]);
		if (texts.length === 0 || texts.length > MOST_TEXTS) {
			throw badInput(`Length of '/${name}' must be from 1 to ${MOST_TEXTS}`);
		}
		const wrong = texts.findIndex((text) => typeof text !== "string");
		if (wrong >= 0) throw mismatch(`/${name}/${wrong}`, texts[wrong], ["string"]);
		const empty = texts.indexOf("");
		if (empty >= 0) throw badInput(`Length of '/${name}/${empty}' must be >= 1 not met`);
		return listOf(texts).map(String);
	});
}

function readPooling({ model, inputs }: ModelCall): string {
	const { pooling = model.includes("bge-m3") ? "cls" : "mean" } = inputs;
	checkInputs({ pooling }, { pooling: { type: "string", values: ["mean", "cls"] } });
	return String(pooling);
}

/** The length of a model's vectors. */
export function dimensionsOf(model: string): number {
	return DIMENSIONS.find(([names]) => names.test(model))?.[1] ?? 0;
}

function embed(model: string, text: string, pooling: string): number[] {
	// Vectors of different pooling must not be comparable by accident.
	const sign = pooling === "cls" ? -1 : 1;
	return vectorOf(text, dimensionsOf(model)).map((value) => sign * value);
}

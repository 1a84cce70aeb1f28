import type { Call, RankingOutput } from "@workkit/ai-core";
import { StreamInterruptedError } from "@workkit/errors";
import { askTask, type TaskTools } from "./task.ts";

/** Puts documents in order. */
export async function rerank(tools: TaskTools, call: Call<"rerank">): Promise<RankingOutput> {
	const { query, documents, topN, model: _, stream: __, ...rest } = call.input;
	const { fields, common } = await askTask(tools, call, {
		plain: () => ({ ...rest, query, contexts: documents.map((text) => ({ text })), top_k: topN }),
	});
	const ranked = fields.response;
	if (!Array.isArray(ranked)) throw new StreamInterruptedError("malformed");
	const results = (ranked as { id: number; score: number }[]).map(({ id: index, score }) => {
		const document = documents[index];
		if (document === undefined) throw new StreamInterruptedError("malformed");
		return { index, score, document };
	});
	return { ...common, results: results.sort((a, b) => b.score - a.score) };
}

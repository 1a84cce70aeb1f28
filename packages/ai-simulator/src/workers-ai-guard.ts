import { isRecord, listOf } from "./json.ts";
import type { Task } from "./workers-ai-call.ts";
import { badInput, checkInputs, mismatch } from "./workers-ai-check.ts";
import { legacyUsage } from "./workers-ai-legacy.ts";
import { answerTask } from "./workers-ai-task.ts";

/**
 * llama-guard: `{ messages }` → whether the last of them is safe, as text or, with `response_format`, as an object.
 *
 * Category `S1` is found in texts that contain `hazard:S1`. A scripted text is the whole answer: `"unsafe\nS1,S9"`.
 */
export const runGuard: Task = async (call) => {
	const { inputs } = call;
	checkInputs(inputs, {
		messages: { type: "array", required: true, min: 1 },
		max_tokens: { type: "integer", min: 1 },
		temperature: { type: "number", min: 0, max: 5 },
		response_format: { type: "object" },
	});
	const texts = listOf(inputs.messages).map((message, index) => {
		const { role, content } = isRecord(message) ? message : {};
		const expected = index % 2 === 0 ? "user" : "assistant";
		if (role !== expected) throw badInput(`enum ${role} not in ${expected} at '/messages/${index}/role'`);
		if (typeof content !== "string") throw mismatch(`/messages/${index}/content`, content ?? null, ["string"]);
		return content;
	});
	const found = [...new Set((texts.at(-1) ?? "").match(/(?<=hazard:)S\d+/g))];
	const answer = await answerTask(call, "classify", texts, found.length === 0 ? "safe" : `unsafe\n${found.join(",")}`);
	const isObject = isRecord(inputs.response_format) && inputs.response_format.type === "json_object";
	return { json: { response: isObject ? verdict(answer.text) : answer.text, usage: legacyUsage(answer) }, answer };
};

function verdict(text: string): { readonly safe: boolean; readonly categories?: readonly string[] } {
	const [judgement, categories = ""] = text.trim().split(/\s*\n\s*/);
	return judgement === "safe" ? { safe: true } : { safe: false, categories: categories.split(/\s*,\s*/) };
}

import type { Call, SummaryOutput } from "@workkit/ai-core";
import { askTask, type TaskTools, textOf } from "./task.ts";

/** Shortens a text. */
export async function summarize(tools: TaskTools, call: Call<"summarize">): Promise<SummaryOutput> {
	const { text, maxLength, model: _, stream: __, ...rest } = call.input;
	const { fields, common } = await askTask(tools, call, {
		plain: () => ({ ...rest, input_text: text, max_length: maxLength }),
	});
	return { ...common, text: textOf(fields.summary, fields.text, fields.response) };
}

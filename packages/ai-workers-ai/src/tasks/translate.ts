import type { Call, TranslationOutput } from "@workkit/ai-core";
import { askTask, type TaskTools, textOf } from "./task.ts";

/** Translates a text. */
export async function translate(tools: TaskTools, call: Call<"translate">): Promise<TranslationOutput> {
	const { text, from, to, model: _, stream: __, ...rest } = call.input;
	const { fields, common } = await askTask(tools, call, {
		targetLanguage: () => ({ ...rest, text, source_language: from, target_language: to }),
		plain: () => ({ ...rest, text, source_lang: from, target_lang: to }),
	});
	return { ...common, text: textOf(fields.translated_text, fields.translations?.[0], fields.text, fields.response) };
}

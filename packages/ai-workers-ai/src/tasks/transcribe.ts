import { type Call, compact, readBinary, type TimedText, type TranscriptionOutput } from "@workkit/ai-core";
import { inForms } from "./files.ts";
import { askTask, type TaskTools, textOf, type WireSpan } from "./task.ts";

const toSpans = (spans: readonly WireSpan[] | undefined): TimedText[] | undefined =>
	spans?.map(({ punctuated_word, word, text, start = 0, end = 0 }) => ({
		text: punctuated_word ?? word ?? text ?? "",
		start,
		end,
	}));

/** Writes speech down. The sound goes as the model wants it: a list of numbers, base64, or the body. */
export async function transcribe(tools: TaskTools, call: Call<"transcribe">): Promise<TranscriptionOutput> {
	const { audio, mediaType, prompt, model: _, stream: __, ...rest } = call.input;
	const forms = inForms("audio", await readBinary(audio, "audio"), mediaType);
	const settings = { ...rest, initial_prompt: prompt };
	const { fields, common } = await askTask(tools, call, {
		// What stands beside a body is put into an address, where an absent value would be a text.
		body: () => ({ ...compact(settings), ...forms.body() }),
		bytes: () => ({ ...settings, ...forms.bytes() }),
		base64: () => ({ ...settings, ...forms.base64() }),
	});
	const heard = fields.results?.channels?.[0]?.alternatives?.[0];
	const { segments } = fields;
	const words = toSpans(heard?.words ?? fields.words ?? segments?.flatMap(({ words: inside = [] }) => inside));
	return {
		...common,
		text: textOf(heard?.transcript, fields.text, fields.response),
		...compact({
			segments: toSpans(segments),
			words: words?.[0] && words,
			vtt: typeof fields.vtt === "string" ? fields.vtt : undefined,
		}),
	};
}

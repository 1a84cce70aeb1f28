import type { Call, Sound, SpeechOutput } from "@workkit/ai-core";
import { openSound, readFile } from "./files.ts";
import { askTask, type TaskTools } from "./task.ts";

/** Formats that the platform names by encoding and container. Others are encodings. */
const formats: Readonly<Record<string, object>> = {
	wav: { encoding: "linear16", container: "wav" },
	pcm: { encoding: "linear16", container: "none" },
	ogg: { encoding: "opus", container: "ogg" },
};

/** Reads a text aloud. */
export async function speak(tools: TaskTools, call: Call<"speak">): Promise<SpeechOutput> {
	const { text, voice, language, format, stream, model: _, ...rest } = call.input;
	const named = format === undefined ? {} : (formats[format] ?? { encoding: format });
	const { encoding } = { ...named, ...rest } as { encoding?: unknown };
	const { fields, raw, common } = await askTask(tools, call, {
		prompt(warnings) {
			if (voice !== undefined || format !== undefined) {
				warnings.push("`voice` and `format` are not sent: the model has one of each.");
			}
			return { ...rest, prompt: text, lang: language };
		},
		plain: () => ({ ...named, ...rest, text, speaker: voice, language }),
	});
	const said = fields.audio ?? raw;
	const live = stream && said instanceof ReadableStream ? await openSound(said, encoding) : undefined;
	return { ...common, audio: live ?? (await whole(said, encoding, stream)) };
}

/** A sound that is there at once, also where a stream is wanted. */
async function whole(said: unknown, encoding: unknown, stream: boolean | undefined): Promise<Sound> {
	const { bytes, mediaType } = await readFile(said, encoding);
	return stream ? { stream: new Blob([bytes as Uint8Array<ArrayBuffer>]).stream(), mediaType } : { bytes, mediaType };
}

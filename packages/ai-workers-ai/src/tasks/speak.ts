import { type Call, readSound, type SpeechOutput } from "@workkit/ai-core";
import { askTask, type TaskTools } from "./task.ts";

/** Formats that the platform names by encoding and container. Others are encodings. */
const formats: Readonly<Record<string, object>> = {
	wav: { encoding: "linear16", container: "wav" },
	pcm: { encoding: "linear16", container: "none" },
	ogg: { encoding: "opus", container: "ogg" },
};

/** Media types of sounds without a beginning of their own, by encoding. */
const rawSounds: Readonly<Record<string, string>> = { linear16: "audio/l16", mulaw: "audio/mulaw", alaw: "audio/alaw" };

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
	return { ...common, audio: await readSound(fields.audio ?? raw, stream && call, rawSounds[`${encoding}`]) };
}

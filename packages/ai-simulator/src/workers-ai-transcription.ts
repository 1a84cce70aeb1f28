import { captionIn } from "./caption.ts";
import { randomFrom } from "./random.ts";
import type { ModelCall, Task } from "./workers-ai-call.ts";
import { checkInputs, mismatch } from "./workers-ai-check.ts";
import { type MediaForm, readMedia, seedOf } from "./workers-ai-media.ts";
import { answerTask } from "./workers-ai-task.ts";

/** A word and when it was said, in seconds from the beginning. */
interface Word {
	readonly word: string;
	readonly start: number;
	readonly end: number;
}

interface Transcript {
	readonly text: string;
	readonly words: readonly Word[];
	readonly seconds: number;
}

/** whisper and whisper-tiny-en: `{ audio: number[] }`, or the sound as the body. */
export const runWhisper: Task = async (call) => {
	const { transcript, answer } = await transcribe(call, ["bytes"]);
	const { text, words } = transcript;
	return { json: { text, word_count: words.length, words, vtt: vttOf(transcript) }, answer };
};

/** whisper-large-v3-turbo: `{ audio: base64 }` and nothing else in JSON. */
export const runWhisperTurbo: Task = async (call) => {
	checkInputs(call.inputs, {
		task: { type: "string", values: ["transcribe", "translate"] },
		language: { type: "string" },
		vad_filter: { type: "boolean" },
		initial_prompt: { type: "string" },
		prefix: { type: "string" },
		beam_size: { type: "integer" },
	});
	const { transcript, answer } = await transcribe(call, ["base64"]);
	const { text, words, seconds } = transcript;
	const json = {
		transcription_info: {
			language: call.inputs.language ?? "en",
			language_probability: call.inputs.language === undefined ? 0.98 : 1,
			duration: seconds,
			duration_after_vad: seconds,
		},
		text,
		word_count: words.length,
		segments: [
			{
				start: 0,
				end: seconds,
				text,
				temperature: 0,
				avg_logprob: -0.2,
				compression_ratio: 1.1,
				no_speech_prob: 0.01,
				words,
			},
		],
		vtt: vttOf(transcript),
	};
	return { json, answer };
};

/** Deepgram's nova-3: only a sound as the body. */
export const runNova: Task = async (call) => {
	const { transcript, answer } = await transcribe(call, []);
	const words = transcript.words.map((word) => ({ ...word, confidence: 0.99 }));
	const alternatives = [{ transcript: transcript.text, confidence: 0.99, words }];
	return { json: { results: { channels: [{ alternatives }] } }, answer };
};

/** nemotron-speech-streaming: `{ audio: base64 }` or a sound as the body. */
export const runNemotronSpeech: Task = async (call) => {
	const { transcript, answer } = await transcribe(call, ["base64"]);
	return { json: { text: transcript.text, duration: transcript.seconds }, answer };
};

async function transcribe(call: ModelCall, forms: readonly MediaForm[]) {
	const { audio } = call.inputs;
	if (forms.length === 0 && call.attachment === undefined && audio !== undefined)
		throw mismatch("/audio", audio, ["object"]);
	const bytes = readMedia(call, "audio", forms);
	const heard = captionIn(bytes) ?? "This transcription is simulated.";
	const answer = await answerTask(call, "transcribe", [heard], heard);
	return { transcript: transcriptOf(answer.text, bytes), answer };
}

function transcriptOf(text: string, bytes: Uint8Array): Transcript {
	const random = randomFrom(seedOf(bytes));
	let end = 0;
	const words = (text.match(/\S+/g) ?? []).map((word) => {
		const start = round(end + random() / 10);
		end = round(start + word.length / 15 + 0.1);
		return { word, start, end };
	});
	return { text, words, seconds: end };
}

function round(seconds: number): number {
	return Math.round(seconds * 100) / 100;
}

function vttOf({ words, seconds, text }: Transcript): string {
	const cue = (start: number, end: number, line: string) => `${clock(start)} --> ${clock(end)}\n${line}\n`;
	const first = words[0]?.start ?? 0;
	return `WEBVTT\n\n${cue(first, seconds, text)}`;
}

function clock(seconds: number): string {
	const minutes = Math.floor(seconds / 60);
	return `${String(minutes).padStart(2, "0")}:${(seconds % 60).toFixed(3).padStart(6, "0")}`;
}

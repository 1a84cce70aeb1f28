import { encodeAac } from "./aac.ts";
import { base64Of } from "./bytes.ts";
import { captionOf } from "./caption.ts";
import { encodeFlac } from "./flac.ts";
import { encodeMp3 } from "./mp3.ts";
import { encodeOggOpus } from "./ogg-opus.ts";
import { encodePcm, type PcmEncoding } from "./pcm.ts";
import { encodeWav } from "./wav.ts";
import type { Task } from "./workers-ai-call.ts";
import { badInput, checkInputs } from "./workers-ai-check.ts";
import { answerTask } from "./workers-ai-task.ts";

/** Somebody who reads aloud says so many letters in a second. */
const LETTERS_PER_SECOND = 15;

const SPEAKERS: readonly (readonly [names: RegExp, speakers: string])[] = [
	[/aura-1/, "angus asteria arcas orion orpheus athena luna zeus perseus helios hera stella"],
	[
		/aura-2-en/,
		"amalthea andromeda apollo arcas aries asteria athena atlas aurora callista cora cordelia delia draco electra harmonia helena hera hermes hyperion iris janus juno jupiter luna mars minerva neptune odysseus ophelia orion orpheus pandora phoebe pluto saturn thalia theia vesta zeus",
	],
	[/aura-2-es/, "sirio nestor carina celeste alvaro diana aquila selena estrella javier"],
];

/** One encoding: what may be chosen with it. The first of each list is the default; empty: it cannot be chosen. */
interface Encoding {
	readonly containers: readonly string[];
	readonly sampleRates: readonly number[];
	readonly bitRates: readonly number[] | { readonly least: number; readonly most: number };
	readonly contentType: string;
}

const PCM: Encoding = {
	containers: ["wav", "none"],
	sampleRates: [8000, 16_000],
	bitRates: [],
	contentType: "audio/wav",
};

const ENCODINGS: Readonly<Record<string, Encoding>> = {
	mp3: { containers: ["none"], sampleRates: [], bitRates: [48_000, 32_000], contentType: "audio/mpeg" },
	linear16: { ...PCM, sampleRates: [24_000, 8000, 16_000, 32_000, 48_000] },
	mulaw: PCM,
	alaw: PCM,
	flac: {
		containers: ["none"],
		sampleRates: [48_000, 8000, 16_000, 22_050, 32_000],
		bitRates: [],
		contentType: "audio/flac",
	},
	opus: { containers: ["ogg"], sampleRates: [], bitRates: { least: 4000, most: 650_000 }, contentType: "audio/ogg" },
	aac: { containers: ["none"], sampleRates: [], bitRates: { least: 4000, most: 192_000 }, contentType: "audio/aac" },
};

/** melotts: `{ prompt, lang? }` → an MP3 file in base64. It is as long as reading takes, and silent. */
export const runMelotts: Task = async (call) => {
	checkInputs(call.inputs, { prompt: { type: "string", required: true, min: 1 }, lang: { type: "string" } });
	const answer = await answerTask(call, "speech", [String(call.inputs.prompt)], String(call.inputs.prompt));
	return { json: { audio: base64Of(encodeMp3(secondsOf(answer.text), captionOf(answer.text))) }, answer };
};

/** Deepgram's Aura: `{ text, speaker?, encoding?, … }` → the sound itself, MP3 unless told otherwise. */
export const runAura: Task = async (call) => {
	const { inputs, model } = call;
	const speakers = SPEAKERS.find(([names]) => names.test(model))?.[1] ?? "";
	checkInputs(inputs, {
		text: { type: "string", required: true, min: 1 },
		speaker: { type: "string", values: speakers.split(" ") },
		encoding: { type: "string", values: Object.keys(ENCODINGS) },
		container: { type: "string", values: ["none", "wav", "ogg"] },
		sample_rate: { type: "number" },
		bit_rate: { type: "number" },
	});
	const name = String(inputs.encoding ?? "mp3");
	const encoding = ENCODINGS[name];
	if (encoding === undefined) throw badInput(`enum ${name} not in ${Object.keys(ENCODINGS)} at '/encoding'`);
	const container = String(oneOf("container", inputs.container, encoding.containers));
	const sampleRate = Number(oneOf("sample_rate", inputs.sample_rate, encoding.sampleRates) ?? 0);
	const bitRate = Number(oneOf("bit_rate", inputs.bit_rate, encoding.bitRates) ?? 0);
	const answer = await answerTask(call, "speech", [String(inputs.text)], String(inputs.text));
	const sound = {
		name,
		container,
		sampleRate,
		bitRate,
		seconds: secondsOf(answer.text),
		comment: captionOf(answer.text),
	};
	const isRaw = container === "none" && encoding.containers.includes("wav");
	return { bytes: encode(sound), contentType: isRaw ? (RAW_TYPES[name] ?? "") : encoding.contentType, answer };
};

const RAW_TYPES: Readonly<Record<string, string>> = {
	linear16: "audio/l16",
	mulaw: "audio/mulaw",
	alaw: "audio/alaw",
};

interface Sound {
	readonly name: string;
	readonly container: string;
	/** Samples per second. */
	readonly sampleRate: number;
	/** Bits per second. */
	readonly bitRate: number;
	readonly seconds: number;
	readonly comment: string;
}

function encode({ name, container, sampleRate, bitRate, seconds, comment }: Sound): Uint8Array {
	if (name === "mp3") return encodeMp3(seconds, comment, bitRate);
	if (name === "flac") return encodeFlac(seconds, sampleRate, comment);
	if (name === "opus") return encodeOggOpus(seconds, comment);
	if (name === "aac") return encodeAac(seconds, comment);
	// The names that are left are those of PCM.
	const encoding = name as PcmEncoding;
	return container === "wav"
		? encodeWav(encoding, seconds, sampleRate, comment)
		: encodePcm(encoding, seconds, sampleRate);
}

function oneOf<Value>(
	name: string,
	value: unknown,
	choices: readonly Value[] | { readonly least: number; readonly most: number },
): unknown {
	if ("least" in choices) {
		if (value === undefined || (Number(value) >= choices.least && Number(value) <= choices.most)) return value;
		throw badInput(`'/${name}' must be from ${choices.least} to ${choices.most} for this encoding`);
	}
	if (value === undefined) return choices[0];
	if (choices.some((choice) => choice === value)) return value;
	const allowed = choices.length === 0 ? "cannot be chosen" : `must be one of ${choices.join(", ")}`;
	throw badInput(`'/${name}' ${allowed} for this encoding`);
}

function secondsOf(text: string): number {
	return Math.max(0.2, text.length / LETTERS_PER_SECOND);
}

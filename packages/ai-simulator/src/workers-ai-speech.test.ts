import { describe, expect, it } from "vitest";
import { base64Of, bytesOfBase64, latinText } from "./bytes.ts";
import { createSimulator } from "./index.ts";

const AURA = "@cf/deepgram/aura-1";
const text = "Hello there, how are you today?";

async function speak(inputs: object, model = AURA): Promise<Response> {
	return (await createSimulator().ai.run(model, { text, ...inputs }, { returnRawResponse: true })) as Response;
}

async function soundOf(inputs: object): Promise<Uint8Array> {
	return new Uint8Array(await (await speak(inputs)).arrayBuffer());
}

/** Walks over the frames of an MP3 file: how many, and whether they fill it to its last byte. */
function mp3Frames(file: Uint8Array): { count: number; rest: number; kilobits: number } {
	const size = [6, 7, 8, 9].reduce((sum, at) => sum * 128 + (file[at] ?? 0), 0);
	let at = 10 + size;
	let count = 0;
	let kilobits = 0;
	while (file[at] === 0xff && file[at + 1] === 0xf3) {
		kilobits = [0, 8, 16, 24, 32, 40, 48][(file[at + 2] ?? 0) >> 4] ?? 0;
		at += Math.floor((72 * kilobits * 1000) / 22_050);
		count++;
	}
	return { count, rest: file.length - at, kilobits };
}

function wavOf(file: Uint8Array) {
	const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
	const chunks = new Map<string, { at: number; size: number }>();
	for (let at = 12; at < file.length; ) {
		const size = view.getUint32(at + 4, true);
		chunks.set(latinText(file.subarray(at, at + 4)), { at: at + 8, size });
		at += 8 + size + (size % 2);
	}
	const format = chunks.get("fmt ")?.at ?? 0;
	return {
		total: view.getUint32(4, true) + 8,
		format: view.getUint16(format, true),
		sampleRate: view.getUint32(format + 4, true),
		dataBytes: chunks.get("data")?.size,
	};
}

describe("melotts", () => {
	it("gives an MP3 file in base64", async () => {
		const { audio } = (await createSimulator().ai.run("@cf/myshell-ai/melotts", { prompt: text })) as { audio: string };
		const { count, rest } = mp3Frames(bytesOfBase64(audio) ?? new Uint8Array());
		expect(rest).toBe(0);
		expect(count).toBe(Math.ceil(((text.length / 15) * 22_050) / 576));
	});

	it("asks for a prompt, not for a text", async () => {
		await expect(createSimulator().ai.run("@cf/myshell-ai/melotts", { text })).rejects.toThrow("'prompt'");
	});
});

describe("aura", () => {
	it("gives an MP3 stream unless told otherwise", async () => {
		const output = await createSimulator().ai.run(AURA, { text });
		expect(output).toBeInstanceOf(ReadableStream);
		expect((await speak({})).headers.get("content-type")).toBe("audio/mpeg");
		expect(mp3Frames(await soundOf({}))).toMatchObject({ rest: 0, kilobits: 48 });
		expect(mp3Frames(await soundOf({ bit_rate: 32_000 }))).toMatchObject({ rest: 0, kilobits: 32 });
	});

	it.each([
		["linear16", 16_000, 1, 2],
		["mulaw", 8000, 7, 1],
		["alaw", 8000, 6, 1],
	])("gives %s of %i samples per second in a WAV file", async (encoding, sample_rate, format, width) => {
		const file = await soundOf({ encoding, sample_rate });
		const dataBytes = Math.round((text.length / 15) * sample_rate) * width;
		expect(wavOf(file)).toEqual({ total: file.length, format, sampleRate: sample_rate, dataBytes });
		const raw = await soundOf({ encoding, sample_rate, container: "none" });
		expect(raw.length).toBe(dataBytes);
		expect(new Set(raw).size).toBeGreaterThan(10);
	});

	it("gives sounds of any length whole", async () => {
		const raw = { encoding: "linear16", sample_rate: 48_000, container: "none", text: "Hello ".repeat(20) };
		expect((await soundOf(raw)).length).toBe(((6 * 20) / 15) * 48_000 * 2);
	});

	it.each([
		["flac", "audio/flac", "fLaC"],
		["opus", "audio/ogg", "OggS"],
		["aac", "audio/aac", "ID3\x03"],
	])("gives %s", async (encoding, contentType, start) => {
		const response = await speak({ encoding });
		expect(response.headers.get("content-type")).toBe(contentType);
		expect(latinText(new Uint8Array(await response.arrayBuffer()).subarray(0, 4))).toBe(start);
	});

	it.each<[string, object, string, string?]>([
		["an unknown speaker", { speaker: "somebody" }, "enum somebody not in angus"],
		["a speaker of the other model", { speaker: "apollo" }, "enum apollo not in angus"],
		["an unknown encoding", { encoding: "wma" }, "enum wma"],
		[
			"a container that the encoding has not",
			{ encoding: "mp3", container: "wav" },
			"'/container' must be one of none",
		],
		["a rate for MP3", { sample_rate: 44_100 }, "'/sample_rate' cannot be chosen"],
		["a rate that the encoding has not", { encoding: "mulaw", sample_rate: 44_100 }, "must be one of 8000, 16000"],
		["too many bits", { encoding: "aac", bit_rate: 1_000_000 }, "'/bit_rate' must be from 4000 to 192000"],
	])("refuses %s", async (_, inputs, message) => {
		await expect(createSimulator().ai.run(AURA, { text, ...inputs })).rejects.toThrow(message);
	});

	it("has other speakers in Spanish", async () => {
		expect((await speak({ speaker: "sirio" }, "@cf/deepgram/aura-2-es")).status).toBe(200);
		expect((await speak({ speaker: "zeus" }, "@cf/deepgram/aura-2-es")).status).toBe(400);
	});
});

describe("transcription", () => {
	const sound = () => soundOf({});
	const stream = async () => ({ body: (await speak({})).body, contentType: "audio/mpeg" });

	it("hears what the simulator said", async () => {
		const { ai } = createSimulator();
		const bytes = await sound();
		const transcript = { text, word_count: 6, vtt: expect.stringContaining(`-->`) };
		const first = { word: "Hello", start: expect.any(Number), end: expect.any(Number) };
		expect(await ai.run("@cf/openai/whisper", { audio: [...bytes] })).toMatchObject({
			...transcript,
			words: expect.arrayContaining([first]),
		});
		expect(await ai.run("@cf/openai/whisper-large-v3-turbo", { audio: base64Of(bytes), language: "en" })).toMatchObject(
			{
				...transcript,
				transcription_info: { language: "en" },
				segments: [{ text, words: expect.arrayContaining([first]) }],
			},
		);
		expect(await ai.run("@cf/deepgram/nova-3", { audio: await stream(), detect_language: true })).toMatchObject({
			results: {
				channels: [
					{ alternatives: [{ transcript: text, words: expect.arrayContaining([{ ...first, confidence: 0.99 }]) }] },
				],
			},
		});
	});

	it("keeps its words in order", async () => {
		const { words } = (await createSimulator().ai.run("@cf/openai/whisper", { audio: [1, 2, 3] })) as {
			words: { start: number; end: number }[];
		};
		const times = words.flatMap(({ start, end }) => [start, end]);
		expect(times).toEqual(times.toSorted((a, b) => a - b));
		expect(words.length).toBeGreaterThan(1);
	});

	it("says what a script says", async () => {
		const { ai } = createSimulator({
			reply: ({ operation }) => (operation === "transcribe" ? "Scripted words" : undefined),
		});
		expect(await ai.run("@cf/openai/whisper-tiny-en", { audio: [1] })).toMatchObject({
			text: "Scripted words",
			word_count: 2,
		});
	});

	it("tells whether a turn is over by how its sentence ends", async () => {
		const { ai } = createSimulator();
		const turn = async (said: string) =>
			ai.run("@cf/pipecat-ai/smart-turn-v2", { audio: base64Of(await soundOf({ text: said })), dtype: "float32" });
		expect(await turn("That is all.")).toMatchObject({ is_complete: true });
		expect(await turn("And then I")).toMatchObject({ is_complete: false });
	});

	it.each<[string, string, object, string]>([
		[
			"base64 for whisper",
			"@cf/openai/whisper",
			{ audio: "aGk=" },
			"5004: Bad input: Error: Type mismatch of '/audio', 'string' not in 'array'",
		],
		[
			"bytes for the turbo model",
			"@cf/openai/whisper-large-v3-turbo",
			{ audio: [1, 2] },
			"5004: Bad input: Error: Type mismatch of '/audio', 'array' not in 'string'",
		],
		[
			"what is not base64",
			"@cf/openai/whisper-large-v3-turbo",
			{ audio: "%%%" },
			"3010: Invalid or incomplete input for the model: not base64",
		],
		[
			"base64 for nova",
			"@cf/deepgram/nova-3",
			{ audio: "aGk=" },
			"5004: Bad input: Error: Type mismatch of '/audio', 'string' not in 'object'",
		],
		["no audio", "@cf/openai/whisper", {}, "5004: Bad input: Error: required properties at '/' are 'audio'"],
		["empty audio", "@cf/openai/whisper", { audio: [] }, "3030: Invalid or unsupported media data"],
		[
			"numbers that are no bytes",
			"@cf/openai/whisper",
			{ audio: [256] },
			"5004: Bad input: Error: '/audio/0' must be an integer from 0 to 255",
		],
		[
			"a call without its socket",
			"@cf/deepgram/flux",
			{ encoding: "linear16" },
			"5004: Bad input: Error: @cf/deepgram/flux is used over a WebSocket: set the option websocket",
		],
	])("refuses %s", async (_, model, inputs, message) => {
		await expect(createSimulator().ai.run(model, inputs)).rejects.toMatchObject({ name: "AiError", message });
	});
});

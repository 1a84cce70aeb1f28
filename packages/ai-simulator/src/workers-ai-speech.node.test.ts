import { MPEGDecoder } from "mpg123-decoder";
import { OggOpusDecoder } from "ogg-opus-decoder";
import { describe, expect, it } from "vitest";
import { createSimulator } from "./index.ts";

const text = "Hello there, how are you today?";

async function soundOf(inputs: object): Promise<Uint8Array> {
	const output = await createSimulator().ai.run("@cf/deepgram/aura-2-en", { text, ...inputs });
	return new Uint8Array(await new Response(output as ReadableStream).arrayBuffer());
}

describe("the sounds of the simulator in a decoder", () => {
	it.each([
		["mp3", {}, () => new MPEGDecoder(), 22_050],
		["mp3", { bit_rate: 32_000 }, () => new MPEGDecoder(), 22_050],
		["opus", {}, () => new OggOpusDecoder(), 48_000],
	])("%s with %o is as long as reading takes", async (encoding, options, create, sampleRate) => {
		const decoder = create();
		await decoder.ready;
		const file = await soundOf({ encoding, ...options });
		const decoded = await ("decodeFile" in decoder ? decoder.decodeFile(file) : decoder.decode(file));
		expect(decoded.errors).toEqual([]);
		expect(decoded.sampleRate).toBe(sampleRate);
		// Whole frames: a little more than the text takes, and half a second at most.
		const surplus = decoded.samplesDecoded / decoded.sampleRate - text.length / 15;
		expect(surplus).toBeGreaterThan(-0.03);
		expect(surplus).toBeLessThan(0.6);
		decoder.free();
	});
});

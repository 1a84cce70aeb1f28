import { joinBytes } from "./bytes.ts";
import { id3Tag } from "./id3.ts";

/** MPEG-2 layer III: samples per second and per frame. */
const SAMPLE_RATE = 22_050;
const FRAME_SAMPLES = 576;
/** Bits per second → their number in a frame's header. */
const BIT_RATES: Readonly<Record<number, number>> = { 32000: 4, 48000: 6 };

/** An MP3 file of silence, mono. `bitRate` is 32,000 or 48,000 bits per second. */
export function encodeMp3(seconds: number, title: string, bitRate = 48_000): Uint8Array<ArrayBuffer> {
	const frame = new Uint8Array(Math.floor((72 * bitRate) / SAMPLE_RATE));
	// Behind the header all is zero: no coefficient is coded, which is silence.
	frame.set([0xff, 0xf3, (BIT_RATES[bitRate] ?? 6) << 4, 0xc0]);
	const count = Math.max(1, Math.ceil((seconds * SAMPLE_RATE) / FRAME_SAMPLES));
	return joinBytes([id3Tag(title), ...Array<Uint8Array>(count).fill(frame)]);
}

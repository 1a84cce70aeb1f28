import { joinBytes } from "./bytes.ts";
import { id3Tag } from "./id3.ts";

const SAMPLE_RATE = 22_050;
const FRAME_SAMPLES = 1024;
/** One block of silence in one channel. */
const BLOCK = [0x00, 0xc8, 0x00, 0x80, 0x23, 0x80];

/** An AAC stream of silence (ADTS, low complexity), mono. */
export function encodeAac(seconds: number, title: string): Uint8Array<ArrayBuffer> {
	const length = 7 + BLOCK.length;
	// Profile 1, rate number 7, one channel, the frame's length over 13 bits, a full buffer.
	const header = [0xff, 0xf1, 0x5c, 0x40 | (length >> 11), (length >> 3) & 0xff, ((length & 7) << 5) | 0x1f, 0xfc];
	const frame = Uint8Array.from([...header, ...BLOCK]);
	const count = Math.max(1, Math.ceil((seconds * SAMPLE_RATE) / FRAME_SAMPLES));
	return joinBytes([id3Tag(title), ...Array<Uint8Array>(count).fill(frame)]);
}

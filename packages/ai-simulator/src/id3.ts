import { bigEndian, joinBytes, latinBytes } from "./bytes.ts";

/** A tag with a title, to stand before the frames of an MP3 or AAC file. */
export function id3Tag(title: string): Uint8Array {
	const text = joinBytes([[0], latinBytes(title)]);
	const frame = joinBytes([latinBytes("TIT2"), bigEndian(text.length, 4), [0, 0], text]);
	// Seven bits a byte, so that the size is never taken for a frame's beginning.
	const size = [21, 14, 7, 0].map((shift) => (frame.length >> shift) & 0x7f);
	return joinBytes([latinBytes("ID3"), [3, 0, 0], size, frame]);
}

import { bigEndian, joinBytes, latinBytes, littleEndian } from "./bytes.ts";

const BLOCK_SAMPLES = 4096;

/** A FLAC file of silence, mono, 16 bits a sample; the duration is rounded up to whole blocks. */
export function encodeFlac(seconds: number, sampleRate: number, comment: string): Uint8Array<ArrayBuffer> {
	const count = Math.max(1, Math.ceil((seconds * sampleRate) / BLOCK_SAMPLES));
	const sizes = [...bigEndian(BLOCK_SAMPLES, 2), ...bigEndian(BLOCK_SAMPLES, 2), 0, 0, 0, 0, 0, 0];
	// 20 bits of rate, 3 of channels less one, 5 of bits less one, 36 of samples.
	const rate = bigEndian(sampleRate * 4096 + 15 * 16, 4);
	const info = [...sizes, ...rate, ...bigEndian(count * BLOCK_SAMPLES, 4), ...Array<number>(16).fill(0)];
	const text = latinBytes(`COMMENT=${comment}`);
	const comments = [...littleEndian(0, 4), ...littleEndian(1, 4), ...littleEndian(text.length, 4), ...text];
	return joinBytes([
		latinBytes("fLaC"),
		[0, ...bigEndian(info.length, 3), ...info],
		// The highest bit marks the last block of metadata.
		[0x84, ...bigEndian(comments.length, 3), ...comments],
		...Array.from({ length: count }, (_, index) => frameOf(index)),
	]);
}

/** A block whose samples are all the same: zero. */
function frameOf(index: number): Uint8Array {
	const number = new TextEncoder().encode(String.fromCodePoint(index));
	const header = joinBytes([[0xff, 0xf8, 0xc0, 0x08], number]);
	const frame = joinBytes([header, [remainder(header, 8, 0x07)], [0, 0, 0]]);
	return joinBytes([frame, bigEndian(remainder(frame, 16, 0x8005), 2)]);
}

function remainder(bytes: Uint8Array, width: 8 | 16, polynomial: number): number {
	const top = 1 << (width - 1);
	let rest = 0;
	for (const byte of bytes) {
		rest ^= byte << (width - 8);
		for (let bit = 0; bit < 8; bit++) rest = rest & top ? (rest << 1) ^ polynomial : rest << 1;
	}
	return rest & (top * 2 - 1);
}

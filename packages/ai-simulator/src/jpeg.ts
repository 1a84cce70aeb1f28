import { bigEndian, joinBytes, latinBytes } from "./bytes.ts";
import { type Colour, type Picture, TILE } from "./picture.ts";

/**
 * `picture` as a baseline JPEG file.
 *
 * A tile is one block of one colour, so only the blocks' mean values are coded, in a table of four bits a size.
 */
export function encodeJpeg(picture: Picture): Uint8Array<ArrayBuffer> {
	const { width, height, comment } = picture;
	const channels = [1, 2, 3].flatMap((channel) => [channel, 0x11, 0]);
	return joinBytes([
		[0xff, 0xd8],
		segment(0xe0, [...latinBytes("JFIF\0"), 1, 1, 0, 0, 1, 0, 1, 0, 0]),
		segment(0xfe, latinBytes(comment)),
		// A block's mean is eight times the colour's: divided by eight it is the colour.
		segment(0xdb, [0, ...Array<number>(64).fill(8)]),
		segment(0xc0, [8, ...bigEndian(height, 2), ...bigEndian(width, 2), 3, ...channels]),
		segment(0xc4, [0x00, 0, 0, 0, 12, ...Array<number>(12).fill(0), ...Array(12).keys()]),
		segment(0xc4, [0x10, 1, ...Array<number>(15).fill(0), 0]),
		segment(0xda, [3, 1, 0, 2, 0, 3, 0, 0, 63, 0]),
		scanOf(picture),
		[0xff, 0xd9],
	]);
}

function segment(marker: number, data: Uint8Array | readonly number[]): Uint8Array {
	return joinBytes([[0xff, marker], bigEndian(data.length + 2, 2), data]);
}

function scanOf({ width, height, colourOf }: Picture): Uint8Array {
	const bytes: number[] = [];
	let pending = 0;
	let count = 0;
	const write = (value: number, bits: number) => {
		for (let bit = bits - 1; bit >= 0; bit--) {
			pending = (pending << 1) | ((value >> bit) & 1);
			if (++count < 8) continue;
			bytes.push(pending);
			// A byte of ones would start a marker.
			if (pending === 0xff) bytes.push(0);
			pending = count = 0;
		}
	};
	const last = [0, 0, 0];
	for (let row = 0; row < Math.ceil(height / TILE); row++) {
		for (let column = 0; column < Math.ceil(width / TILE); column++) {
			for (const [channel, value] of lumaOf(colourOf(column, row)).entries()) {
				const step = value - (last[channel] ?? 0);
				last[channel] = value;
				const size = step === 0 ? 0 : 32 - Math.clz32(Math.abs(step));
				write(size, 4);
				write(step < 0 ? step - 1 : step, size);
				// The end of the block: nothing but its mean.
				write(0, 1);
			}
		}
	}
	while (count > 0) write(1, 1);
	return Uint8Array.from(bytes);
}

/** Brightness and the two colour differences, each from -128 to 127. */
function lumaOf([red, green, blue]: Colour): number[] {
	return [
		0.299 * red + 0.587 * green + 0.114 * blue - 128,
		-0.168736 * red - 0.331264 * green + 0.5 * blue,
		0.5 * red - 0.418688 * green - 0.081312 * blue,
	].map((value) => Math.min(127, Math.max(-128, Math.round(value))));
}

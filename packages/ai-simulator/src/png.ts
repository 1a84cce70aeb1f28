import { bigEndian, joinBytes, latinBytes } from "./bytes.ts";
import { type Picture, TILE } from "./picture.ts";

/** `picture` as a PNG file: eight bits a channel, without transparency. */
export async function encodePng(picture: Picture): Promise<Uint8Array<ArrayBuffer>> {
	const { width, height, comment } = picture;
	const rows: Uint8Array[] = [];
	for (let y = 0; y < height; y += TILE) {
		const row = rowOf(picture, y / TILE);
		for (let line = y; line < Math.min(y + TILE, height); line++) rows.push(row);
	}
	return joinBytes([
		[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
		// Colour type 2: red, green, blue.
		chunk("IHDR", Uint8Array.from([...bigEndian(width, 4), ...bigEndian(height, 4), 8, 2, 0, 0, 0])),
		chunk("tEXt", latinBytes(`Comment\0${comment}`)),
		chunk("IDAT", await deflate(joinBytes(rows))),
		chunk("IEND", new Uint8Array()),
	]);
}

/** A line of pixels after the byte that says it is not filtered. */
function rowOf({ width, colourOf }: Picture, row: number): Uint8Array {
	const line = new Uint8Array(1 + width * 3);
	for (let x = 0; x < width; x++) line.set(colourOf(Math.floor(x / TILE), row), 1 + x * 3);
	return line;
}

async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
	const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate"));
	return new Uint8Array(await new Response(packed).arrayBuffer());
}

function chunk(type: string, data: Uint8Array): Uint8Array {
	const body = joinBytes([latinBytes(type), data]);
	return joinBytes([bigEndian(data.length, 4), body, bigEndian(crc32(body), 4)]);
}

const TABLE = Uint32Array.from({ length: 256 }, (_, value) => {
	let rest = value;
	for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? 0xedb88320 ^ (rest >>> 1) : rest >>> 1;
	return rest;
});

function crc32(bytes: Uint8Array): number {
	let rest = 0xffffffff;
	for (const byte of bytes) rest = (TABLE[(rest ^ byte) & 0xff] ?? 0) ^ (rest >>> 8);
	return (rest ^ 0xffffffff) >>> 0;
}

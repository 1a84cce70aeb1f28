const ascii = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);

function crcOf(bytes: Uint8Array): number {
	let crc = ~0;
	for (const byte of bytes) {
		crc ^= byte;
		for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
	}
	return ~crc >>> 0;
}

/** Decodes a PNG: every chunk's checksum, and all of its rows. Throws for a file that is none. */
export async function decodePng(bytes: Uint8Array): Promise<{ width: number; height: number }> {
	if (ascii(bytes.subarray(1, 4)) !== "PNG") throw new Error("no PNG");
	const view = viewOf(bytes);
	const data: Uint8Array[] = [];
	let last = "";
	for (let at = 8; at < bytes.length; ) {
		const length = view.getUint32(at);
		last = ascii(bytes.subarray(at + 4, at + 8));
		if (view.getUint32(at + 8 + length) !== crcOf(bytes.subarray(at + 4, at + 8 + length)))
			throw new Error(`bad ${last}`);
		if (last === "IDAT") data.push(bytes.subarray(at + 8, at + 8 + length));
		at += length + 12;
	}
	if (last !== "IEND") throw new Error("no end");
	const [width, height] = [view.getUint32(16), view.getUint32(20)];
	const channels = { 0: 1, 2: 3, 6: 4 }[view.getUint8(25)] ?? Number.NaN;
	const packed = new Blob(data as never[]).stream().pipeThrough(new DecompressionStream("deflate"));
	const rows = await new Response(packed).arrayBuffer();
	if (rows.byteLength !== height * (1 + width * channels)) throw new Error(`${rows.byteLength} bytes of rows`);
	return { width, height };
}

/** Parses a JPEG from its first marker to its last. Throws for a file that is none. */
export function parseJpeg(bytes: Uint8Array): { width: number; height: number } {
	const view = viewOf(bytes);
	if (view.getUint16(0) !== 0xffd8 || view.getUint16(bytes.length - 2) !== 0xffd9) throw new Error("no JPEG");
	let size = { width: 0, height: 0 };
	for (let at = 2; ; at += 2 + view.getUint16(at + 2)) {
		const marker = view.getUint16(at);
		if (marker >> 8 !== 0xff) throw new Error(`no marker at ${at}`);
		if (marker === 0xffda) return size;
		if (marker >= 0xffc0 && marker <= 0xffc2) size = { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
	}
}

/** Parses an MP3 frame by frame, and gives its length in seconds. Throws for a file that is none. */
export function parseMp3(bytes: Uint8Array): number {
	const kilobits = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
	const rates = [22_050, 24_000, 16_000];
	let at = 0;
	if (ascii(bytes.subarray(0, 3)) === "ID3") {
		at = 10 + bytes.subarray(6, 10).reduce((sum, bits) => sum * 128 + bits, 0);
	}
	let seconds = 0;
	while (at < bytes.length) {
		const [first = 0, second = 0, third = 0] = bytes.subarray(at, at + 3);
		// MPEG 2, layer III, as the simulator writes it.
		if (first !== 0xff || (second & 0xfe) !== 0xf2) throw new Error(`no frame at ${at}`);
		const rate = rates[(third >> 2) & 3] ?? Number.NaN;
		const length = Math.floor((72_000 * (kilobits[third >> 4] ?? Number.NaN)) / rate) + ((third >> 1) & 1);
		seconds += 576 / rate;
		at += length;
	}
	if (at !== bytes.length) throw new Error("the last frame is cut");
	return seconds;
}

/** Parses a WAV, and gives its length in seconds. Throws for a file that is none. */
export function parseWav(bytes: Uint8Array): number {
	const view = viewOf(bytes);
	if (ascii(bytes.subarray(0, 4)) !== "RIFF" || view.getUint32(4, true) !== bytes.length - 8) throw new Error("no WAV");
	for (let at = 12; at < bytes.length; at += 8 + view.getUint32(at + 4, true)) {
		if (ascii(bytes.subarray(at, at + 4)) === "data") return view.getUint32(at + 4, true) / view.getUint32(28, true);
	}
	throw new Error("no samples");
}

import { joinBytes, latinBytes, littleEndian } from "./bytes.ts";

/** One packet of silence, mono: 20 milliseconds. */
const PACKET = Uint8Array.of(0xf8, 0xff, 0xfe);
const PACKET_SAMPLES = 960;
const PAGE_PACKETS = 50;

/** An Ogg file of silence in Opus, mono, 48,000 samples per second. */
export function encodeOggOpus(seconds: number, comment: string): Uint8Array<ArrayBuffer> {
	const count = Math.max(1, Math.ceil(seconds * 50));
	const head = joinBytes([latinBytes("OpusHead"), [1, 1], littleEndian(312, 2), littleEndian(48_000, 4), [0, 0, 0]]);
	const text = latinBytes(`COMMENT=${comment}`);
	const tags = joinBytes([
		latinBytes("OpusTags"),
		littleEndian(0, 4),
		littleEndian(1, 4),
		littleEndian(text.length, 4),
		text,
	]);
	const pages = [pageOf([head], 0, 0, 0x02), pageOf([tags], 0, 1, 0)];
	for (let sent = 0; sent < count; ) {
		const packets = Math.min(PAGE_PACKETS, count - sent);
		sent += packets;
		const isLast = sent === count;
		pages.push(pageOf(Array<Uint8Array>(packets).fill(PACKET), sent * PACKET_SAMPLES, pages.length, isLast ? 0x04 : 0));
	}
	return joinBytes(pages);
}

/** A page of whole packets; `position` is the number of samples up to its end. */
function pageOf(packets: readonly Uint8Array[], position: number, sequence: number, flags: number): Uint8Array {
	const lacing = packets.flatMap(({ length }) => [...Array<number>(Math.floor(length / 255)).fill(255), length % 255]);
	const page = joinBytes([
		latinBytes("OggS"),
		[0, flags],
		littleEndian(position, 8),
		littleEndian(1, 4),
		littleEndian(sequence, 4),
		[0, 0, 0, 0],
		[lacing.length, ...lacing],
		...packets,
	]);
	page.set(littleEndian(checksum(page), 4), 22);
	return page;
}

/** Ogg's own CRC: the common polynomial, its bits not mirrored. */
function checksum(bytes: Uint8Array): number {
	let rest = 0;
	for (const byte of bytes) {
		rest ^= byte << 24;
		for (let bit = 0; bit < 8; bit++) rest = rest & 0x80000000 ? (rest << 1) ^ 0x04c11db7 : rest << 1;
	}
	return rest >>> 0;
}

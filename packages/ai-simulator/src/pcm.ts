/** How a sample becomes bytes. */
export type PcmEncoding = "linear16" | "mulaw" | "alaw";

/** A quiet tone of `seconds`, without any container. */
export function encodePcm(encoding: PcmEncoding, seconds: number, sampleRate: number): Uint8Array<ArrayBuffer> {
	const count = Math.max(1, Math.round(seconds * sampleRate));
	const bytes = new Uint8Array(encoding === "linear16" ? count * 2 : count);
	const view = new DataView(bytes.buffer);
	for (let index = 0; index < count; index++) {
		const sample = Math.round(2000 * Math.sin((2 * Math.PI * 220 * index) / sampleRate));
		if (encoding === "linear16") view.setInt16(index * 2, sample, true);
		else bytes[index] = encoding === "mulaw" ? mulaw(sample) : alaw(sample);
	}
	return bytes;
}

/** G.711 μ-law of a sample of 16 bits. */
function mulaw(sample: number): number {
	const size = Math.min(Math.abs(sample), 32_635) + 132;
	const exponent = 24 - Math.clz32(size);
	const mantissa = (size >> (exponent + 3)) & 0x0f;
	return ~((sample < 0 ? 0x80 : 0) | (exponent << 4) | mantissa) & 0xff;
}

/** G.711 A-law of a sample of 16 bits. */
function alaw(sample: number): number {
	const size = sample < 0 ? ~sample >> 4 : sample >> 4;
	const exponent = Math.max(0, 28 - Math.clz32(size));
	const mantissa = (exponent === 0 ? size : size >> (exponent - 1)) & 0x0f;
	return ((sample < 0 ? 0 : 0x80) | (exponent << 4) | mantissa) ^ 0x55;
}

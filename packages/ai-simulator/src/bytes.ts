/** The parts, one after the other. */
export function joinBytes(parts: readonly (Uint8Array | readonly number[])[]): Uint8Array<ArrayBuffer> {
	const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let offset = 0;
	for (const part of parts) {
		joined.set(part, offset);
		offset += part.length;
	}
	return joined;
}

/** One byte for each character: ASCII and Latin-1. */
export function latinBytes(text: string): Uint8Array<ArrayBuffer> {
	return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** One character for each byte. */
export function latinText(bytes: Uint8Array): string {
	let text = "";
	// As many arguments as every engine takes.
	for (let start = 0; start < bytes.length; start += 8192) {
		text += String.fromCharCode(...bytes.subarray(start, start + 8192));
	}
	return text;
}

/** `bytes` in base64. */
export function base64Of(bytes: Uint8Array): string {
	return btoa(latinText(bytes));
}

/** `values` in base64, each as four bytes, the least significant first: as OpenAI packs vectors. */
export function base64Floats(values: readonly number[]): string {
	const view = new DataView(new ArrayBuffer(values.length * 4));
	for (const [index, value] of values.entries()) view.setFloat32(index * 4, value, true);
	return base64Of(new Uint8Array(view.buffer));
}

/** The bytes that `text` is the base64 of; undefined when it is not base64. */
export function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
	try {
		return latinBytes(atob(text));
	} catch {
		return undefined;
	}
}

/** `value` as `size` bytes, the most significant first. */
export function bigEndian(value: number, size: number): number[] {
	return Array.from({ length: size }, (_, index) => Math.floor(value / 256 ** (size - 1 - index)) % 256);
}

/** `value` as `size` bytes, the least significant first. */
export function littleEndian(value: number, size: number): number[] {
	return bigEndian(value, size).reverse();
}

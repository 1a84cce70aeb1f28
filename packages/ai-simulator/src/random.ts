/** A 32-bit FNV-1a hash of `text`: the same text gives the same number everywhere. */
export function hash(text: string): number {
	let value = 0x811c9dc5;
	for (let index = 0; index < text.length; index++) {
		value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
	}
	return value >>> 0;
}

/** A repeatable sequence of numbers from 0 (included) to 1 (excluded), fixed by `seed`. Not for secrets. */
export function randomFrom(seed: string): () => number {
	let state = hash(seed);
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
	};
}

const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** `length` letters and digits drawn from `random`: ids and padding. */
export function randomText(random: () => number, length: number): string {
	let text = "";
	while (text.length < length) text += LETTERS[Math.floor(random() * LETTERS.length)];
	return text;
}

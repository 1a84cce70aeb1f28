import { hash } from "./random.ts";

/**
 * A unit vector for `text`: words and letter triples hashed into `dimensions` numbers.
 *
 * The same text always gives the same vector, and texts that share words are closer to each other than texts that do
 * not. It knows nothing of meaning. Each number is exactly representable in 32 bits, as the vendors' are.
 */
export function vectorOf(text: string, dimensions: number): number[] {
	const vector = new Float32Array(dimensions);
	const add = (feature: string, weight: number) => {
		for (const salt of ["a", "b", "c", "d"]) {
			const place = hash(salt + feature);
			const index = place % dimensions;
			vector[index] = (vector[index] ?? 0) + (hash(feature + salt) & 1 ? weight : -weight);
		}
	};
	const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
	for (const word of words) {
		add(word, 2);
		for (let start = 0; start + 3 <= word.length; start++) add(word.slice(start, start + 3), 0.5);
	}
	// A text without any word still has a direction.
	if (words.length === 0) add(`text:${text}`, 1);
	const length = Math.hypot(...vector);
	return Array.from(vector, (value) => Math.fround(length === 0 ? 0 : value / length));
}

const encoder = new TextEncoder();

/** Tokens of `text` by the simulator's one rule: UTF-8 bytes divided by four, rounded up. No vendor counts like this. */
export function countTokens(text: string): number {
	return Math.ceil(encoder.encode(text).length / 4);
}

/** As much of the start of `text` as fits into `tokens` tokens, never half a character. */
export function firstTokens(text: string, tokens: number): string {
	let bytes = 0;
	let kept = "";
	for (const character of text) {
		bytes += encoder.encode(character).length;
		if (bytes > tokens * 4) return kept;
		kept += character;
	}
	return kept;
}

/** `text` in the pieces a stream carries: a word with the space before it, eight characters at most. Joined they are `text`. */
export function pieces(text: string): string[] {
	return text.match(/\s?\S{1,8}|\s+/gu) ?? [];
}

import type { ChatMessage, ContentPart } from "@workkit/ai-core";

/** What a message costs besides its content. */
const perMessage = 4;
/** About what vendors count for a picture of common size. */
const perPicture = 800;

/** Kinds of characters, the first that fits. Each run of one kind is counted by itself. */
const runs =
	/(\p{Script=Latin}+)|(\d+)|(\s+)|([\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+)|([\p{L}\p{M}]+)|([!-/:-@[-`{-~]+)|./gsu;

function tokensOf(text: string): number {
	let tokens = 0;
	for (const [run, word, digits, space, cjk, letters, signs] of text.matchAll(runs)) {
		// Common words are one token; letters with accents make them rare.
		if (word) tokens += /[^A-Za-z]/.test(word) ? run.length / 3.5 : run.length > 8 ? run.length / 6 : 1;
		else if (digits) tokens += Math.ceil(run.length / 3);
		// Spaces belong to the word behind them.
		else if (space) tokens += space.includes("\n") ? 1 : 0;
		else if (cjk) tokens += run.length * 0.85;
		else if (letters) tokens += run.length * 0.4;
		else tokens += signs ? run.length * 0.8 : 1.5;
	}
	return tokens;
}

function tokensOfPart(part: ContentPart): number {
	if (part.type === "text" || part.type === "reasoning") return tokensOf(part.text);
	return perPicture;
}

/**
 * About how many tokens a text or a conversation is, for no vendor in particular. It is a heuristic, for budgets and
 * limits with some air: the README tells how far off it is. Pictures and files count as 800; tools, and what a vendor
 * adds of its own, are not counted.
 *
 * @example
 * ```ts
 * import { estimateTokens } from "@workkit/ai-tools";
 *
 * const tokens = estimateTokens("Hello, how are you?");
 * ```
 */
export function estimateTokens(text: string | readonly ChatMessage[]): number {
	if (typeof text === "string") return Math.ceil(tokensOf(text));
	const counts = text.map(({ content, toolCalls = [] }) => {
		const said = typeof content === "string" ? [tokensOf(content)] : (content ?? []).map(tokensOfPart);
		const called = toolCalls.map((call) => tokensOf(call.name + JSON.stringify(call.arguments)));
		return [...said, ...called].reduce((sum, count) => sum + count, perMessage);
	});
	return Math.ceil(counts.reduce((sum, count) => sum + count, 0));
}

/** A stretch of code, and what it is. */
export interface Token {
	readonly text: string;
	readonly kind: "plain" | "comment" | "string" | "number" | "keyword" | "call";
}

const kinds =
	/(\/\/.*)|("(?:[^"\\]|\\.)*")|(\b\d[\d_.]*\b)|(\b(?:import|from|const|await|new|for|of)\b)|(\b\w+(?=\())/g;
const names = ["comment", "string", "number", "keyword", "call"] as const;

/** Cuts TypeScript into coloured stretches. It knows as much of the language as the code of this page has. */
export function highlight(code: string): Token[] {
	const tokens: Token[] = [];
	let end = 0;
	for (const match of code.matchAll(kinds)) {
		if (match.index > end) tokens.push({ text: code.slice(end, match.index), kind: "plain" });
		const kind = names[match.slice(1).findIndex((group) => group !== undefined)] ?? "plain";
		tokens.push({ text: match[0], kind });
		end = match.index + match[0].length;
	}
	return [...tokens, { text: code.slice(end), kind: "plain" }];
}

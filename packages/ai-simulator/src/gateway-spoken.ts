import { isRecord } from "./json.ts";

/** Where answers and their frames hold what the model says. */
const SPOKEN = ["content", "text", "response", "delta", "reasoning", "reasoning_content", "arguments", "partial_json"];

/** What the model says in an answer: of a stream the pieces joined, so that a word cut in two is found whole. */
export function spokenIn(text: string): string {
	if (!/^(data|event|:)/.test(text)) return text;
	let spoken = "";
	for (const line of text.split("\n")) {
		if (line.startsWith("data:")) spoken += piecesIn(parse(line.slice("data:".length)));
	}
	return spoken;
}

function piecesIn(value: unknown): string {
	if (Array.isArray(value)) return value.map(piecesIn).join("");
	if (!isRecord(value)) return "";
	return Object.entries(value)
		.map(([key, part]) => (typeof part === "string" && SPOKEN.includes(key) ? part : piecesIn(part)))
		.join("");
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

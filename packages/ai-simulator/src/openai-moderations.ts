import { answerPrompt } from "./answer.ts";
import type { Exchange } from "./exchange.ts";
import { isRecord, type JsonRecord } from "./json.ts";
import { missing, wrongType } from "./openai-error.ts";
import { openaiHeaders } from "./openai-headers.ts";
import { embedPromptOf } from "./prompt-of.ts";
import { respondJson } from "./respond.ts";

const CATEGORIES = `
	harassment harassment/threatening hate hate/threatening illicit illicit/violent self-harm self-harm/instructions
	self-harm/intent sexual sexual/minors violence violence/graphic
`
	.trim()
	.split(/\s+/);
const HIGH = 0.98;
const LOW = 0.0001;

/** `POST /moderations`: a text is flagged for each category whose first word it says, such as "violence". */
export async function openaiModerations(exchange: Exchange, body: JsonRecord, model: string): Promise<Response> {
	const texts = readInput(body.input);
	const about = { wire: "openai" as const, model, requestNumber: exchange.requestNumber };
	const answer = await answerPrompt(exchange, embedPromptOf(about, texts));
	const results = texts.map(resultOf);
	const headers = openaiHeaders(exchange, answer.inputTokens);
	return respondJson(exchange, { id: exchange.id("modr-"), model, results }, { headers, fault: answer.fault });
}

/** A list of texts is that many inputs; a list of parts is one. */
function readInput(input: unknown): string[] {
	if (input === undefined) throw missing("input");
	if (typeof input === "string") return [input];
	if (!Array.isArray(input)) throw wrongType("input", "one of a string or array", input);
	if (input.every((text) => typeof text === "string")) return input;
	const texts = input.flatMap((part) => (isRecord(part) && typeof part.text === "string" ? [part.text] : []));
	return [texts.join(" ")];
}

function resultOf(text: string): JsonRecord {
	const found = CATEGORIES.map((category) => text.toLowerCase().includes(category.split("/")[0] ?? category));
	const table = (value: (isFound: boolean) => unknown) =>
		Object.fromEntries(CATEGORIES.map((category, index) => [category, value(found[index] ?? false)]));
	return {
		flagged: found.includes(true),
		categories: table((isFound) => isFound),
		category_scores: table((isFound) => (isFound ? HIGH : LOW)),
		category_applied_input_types: table(() => ["text"]),
	};
}

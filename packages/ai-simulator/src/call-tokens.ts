import type { CallTokens, ModelPrice } from "./call.ts";
import { isRecord, parseJson } from "./json.ts";

/** The tokens that one piece of an answer names, in any vendor's words; those known so far otherwise. */
export function tokensIn(text: string, known: CallTokens): CallTokens {
	// Most frames of a stream say nothing of it: they are not worth parsing.
	if (!text.includes('"usage"')) return known;
	let tokens = known;
	for (const line of text.startsWith("{") ? [text] : text.split("\n").map((line) => line.replace(/^data: ?/, ""))) {
		const usage = usageOf(parseJson(line));
		tokens = {
			input: numberOf(usage?.prompt_tokens) ?? numberOf(usage?.input_tokens) ?? tokens.input,
			output: numberOf(usage?.completion_tokens) ?? numberOf(usage?.output_tokens) ?? tokens.output,
		};
	}
	return tokens;
}

/** What the tokens cost; undefined when anything to tell it by is missing. */
export function costOf({ input, output }: CallTokens, price: ModelPrice | undefined): number | undefined {
	if (price === undefined || (input === undefined && output === undefined)) return undefined;
	return ((input ?? 0) * price.input + (output ?? 0) * price.output) / 1_000_000;
}

/** At the top, in Cloudflare's `result`, in Anthropic's `message` or in the `response` of OpenAI's Responses. */
function usageOf(json: unknown): Readonly<Record<string, unknown>> | undefined {
	if (!isRecord(json)) return undefined;
	return [json, json.result, json.message, json.response]
		.map((part) => (isRecord(part) ? part.usage : undefined))
		.find(isRecord);
}

function numberOf(value: unknown): number | undefined {
	return typeof value === "number" ? value : undefined;
}

import { describe, expect, it } from "vitest";
import { costOf, tokensIn } from "./call-tokens.ts";

const none = { input: undefined, output: undefined };

describe("tokensIn", () => {
	it.each([
		["OpenAI's chat", { usage: { prompt_tokens: 1, completion_tokens: 2 } }, { input: 1, output: 2 }],
		["OpenAI's responses", { response: { usage: { input_tokens: 1, output_tokens: 2 } } }, { input: 1, output: 2 }],
		["Anthropic's first event", { message: { usage: { input_tokens: 1, output_tokens: 1 } } }, { input: 1, output: 1 }],
		[
			"Cloudflare's REST API",
			{ result: { usage: { prompt_tokens: 1, completion_tokens: 2 } } },
			{ input: 1, output: 2 },
		],
		["embeddings", { usage: { prompt_tokens: 1 } }, { input: 1, output: undefined }],
		["counts that are no numbers", { usage: { prompt_tokens: "1" } }, none],
	])("reads %s, as a body and as a frame", (_, json, tokens) => {
		const text = JSON.stringify(json);
		expect(tokensIn(text, none)).toEqual(tokens);
		expect(tokensIn(`event: x\ndata: ${text}\n\n`, none)).toEqual(tokens);
	});

	it("keeps what earlier frames said", () => {
		const known = { input: 5, output: 1 };
		expect(tokensIn('data: {"usage":{"output_tokens":9}}\n\n', known)).toEqual({ input: 5, output: 9 });
		expect(tokensIn('data: {"delta":"the word \\"usage\\""}\n\n', known)).toEqual(known);
		expect(tokensIn('data: {"usage":\n\n', known)).toEqual(known);
	});
});

describe("costOf", () => {
	const price = { input: 2, output: 8 };

	it("is what the tokens cost", () => {
		expect(costOf({ input: 1_000_000, output: 500_000 }, price)).toBe(6);
		expect(costOf({ input: 1_000_000, output: undefined }, price)).toBe(2);
	});

	it("is unknown without tokens or a price", () => {
		expect(costOf(none, price)).toBeUndefined();
		expect(costOf({ input: 1, output: 1 }, undefined)).toBeUndefined();
	});
});

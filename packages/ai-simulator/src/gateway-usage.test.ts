import { expect, it } from "vitest";
import { usageIn } from "./gateway-usage.ts";

const events = (...frames: object[]) =>
	`${frames.map((frame) => `data: ${JSON.stringify(frame)}\n\n`).join("")}data: [DONE]\n\n`;
const counts = (input: number, output: number) => ({ usage: { prompt_tokens: input, completion_tokens: output } });

it.each<[string, string, object]>([
	["an answer", JSON.stringify(counts(3, 4)), { input: 3, output: 4 }],
	["an answer over several lines", JSON.stringify(counts(3, 4), undefined, "\t"), { input: 3, output: 4 }],
	["an answer in an envelope", JSON.stringify({ result: counts(3, 4) }), { input: 3, output: 4 }],
	["a stream whose counts grow", events(counts(3, 0), counts(3, 1), counts(3, 2)), { input: 3, output: 2 }],
	["a stream that ends with zeroes", events(counts(3, 4), counts(0, 0)), { input: 3, output: 4 }],
	["a stream of Groq's", events({ x_groq: counts(3, 4) }), { input: 3, output: 4 }],
	[
		"a stream of OpenAI's responses",
		events({ response: { usage: { input_tokens: 3, output_tokens: 4, input_tokens_details: { cached_tokens: 2 } } } }),
		{ input: 3, output: 4, cacheRead: 2 },
	],
	[
		"a stream of Anthropic's, whose input leaves out what was cached",
		`event: message_start\n${events(
			{
				message: {
					usage: { input_tokens: 3, cache_read_input_tokens: 10, cache_creation_input_tokens: 20, output_tokens: 1 },
				},
			},
			{ usage: { output_tokens: 4 } },
		)}`,
		{ input: 33, output: 4, cacheRead: 10, cacheWrite: 20 },
	],
	["counts that are all zero", JSON.stringify(counts(0, 0)), { input: 0, output: 0 }],
	["an answer that does not say", '{"choices":[]}', { input: undefined, output: undefined }],
	["a word that is not a count", events({ usage: null, text: '"usage"' }), { input: undefined, output: undefined }],
])("reads %s", (_, text, expected) => {
	expect(usageIn(text)).toMatchObject(expected);
});

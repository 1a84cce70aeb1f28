import { describe, expect, it } from "vitest";
import { estimateTokens } from "./estimate-tokens.ts";

describe("estimateTokens", () => {
	// Counts of OpenAI's tokenizer o200k_base.
	it.each([
		["Hello, how are you?", 6],
		["The quick brown fox jumps over the lazy dog.", 10],
		["const answer = (question) => question.length * 42;", 11],
		["今天天气很好，我们去公园散步吧。", 13],
		["Привет, как дела сегодня?", 8],
		["", 0],
	])("of %j is near %i", (text, counted) => {
		expect(Math.abs(estimateTokens(text) - counted)).toBeLessThanOrEqual(Math.max(1, counted * 0.4));
	});

	it("of a conversation counts each message, its parts and its calls", () => {
		const message = { role: "user" as const, content: "Hello, how are you?" };
		const text = estimateTokens("Hello, how are you?");
		expect(estimateTokens([message])).toBeGreaterThan(text);
		expect(estimateTokens([message, message])).toBe(2 * estimateTokens([message]));
		expect(estimateTokens([{ role: "user", content: [{ type: "text", text: message.content }] }])).toBe(
			estimateTokens([message]),
		);
		const image = { type: "image" as const, image: "https://example.com/a.png" };
		expect(estimateTokens([{ role: "user", content: [image] }])).toBeGreaterThan(500);
		const toolCalls = [{ id: "1", name: "get_weather", arguments: { city: "Rome" } }];
		expect(estimateTokens([{ role: "assistant", content: null, toolCalls }])).toBeGreaterThan(8);
		expect(estimateTokens([])).toBe(0);
	});

	it("costs one reading", () => {
		for (const text of ["a".repeat(1e6), "a1".repeat(5e5), "!".repeat(1e6), " ".repeat(1e6), "é".repeat(1e6)])
			expect(estimateTokens(text)).toBeLessThan(2e6);
	});
});

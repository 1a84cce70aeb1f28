import { describe, expect, it } from "vitest";
import { rewrite } from "../src/index.ts";

/** What is left to a person, in a TypeScript file. */
const left = (...lines: string[]): { text: string; messages: string[] } => {
	const { text, todos } = rewrite(`${lines.join("\n")}\n`, "worker.ts");
	expect(rewrite(text, "worker.ts").text).toBe(text);
	return { text, messages: todos.map(({ message }) => message) };
};

describe("what a person has to decide", () => {
	it.each([
		[
			"a client that is exported",
			'import { ai } from "@workkit/ai";',
			"export const client = ai(env.AI);",
			/finds `raw`/,
		],
		[
			"a client that is handed on",
			'import { ai } from "@workkit/ai";',
			"const client = ai(env.AI);\nask(client);",
			/finds `raw`/,
		],
		[
			"a field that nobody knows",
			'import { ai } from "@workkit/ai";',
			'const { data } = await ai(env.AI).run("m", { x: 1 });\ndata.odd;',
			/Say of what type/,
		],
		[
			"a gateway for one call of a client",
			'import { ai } from "@workkit/ai";',
			'const client = ai(env.AI);\nawait client.run("m", { prompt: "" }, { gateway });',
			/Give the gateway to the provider/,
		],
		[
			"options that are made elsewhere",
			'import { ai } from "@workkit/ai";',
			'const client = ai(env.AI);\nawait client.run("m", { prompt: "" }, options);',
			/belongs to the provider/,
		],
		[
			"a run that streams",
			'import { ai } from "@workkit/ai";',
			'const client = ai(env.AI);\nawait client.run("m", { prompt: "", stream: true });',
			/does not stream/,
		],
	])("%s: the call is rewritten all the same", (_what, statement, use, message) => {
		const { text, messages } = left(statement, use);
		expect(messages).toEqual([expect.stringMatching(message)]);
		expect(text).toContain('from "@workkit/ai-gateway"');
		expect(text).not.toContain('from "@workkit/ai"');
	});

	it.each([
		[
			"a function that retries something else",
			'import { withRetry } from "@workkit/ai";',
			"await withRetry(() => fetch(url));",
			/takes a gateway/,
		],
		[
			"a list of models that is made elsewhere",
			'import { fallback } from "@workkit/ai";',
			"await fallback(env.AI, models, inputs);",
			/list of models/,
		],
		[
			"options that are spread",
			'import { streamAI } from "@workkit/ai";',
			'await streamAI(env.AI, "m", {}, { ...options });',
			/cannot be read off/,
		],
		[
			"a wait of a kind that is not written down",
			'import { withRetry } from "@workkit/ai";',
			'await withRetry(env.AI, "m", {}, { backoff });',
			/cannot be read off/,
		],
		["a function that is handed on", 'import { streamAI } from "@workkit/ai";', "use(streamAI);", /more than called/],
		[
			"what has no counterpart",
			'import { calculateDelay } from "@workkit/ai";',
			'calculateDelay("fixed", 0);',
			/no counterpart/,
		],
		["a namespace that is handed on", 'import * as old from "@workkit/ai";', "use(old);", /namespace as a whole/],
		["a re-export of everything", 'export * from "@workkit/ai";', "", /exported here/],
		["an import at run time", 'const { ai } = await import("@workkit/ai");', "", /Only imports/],
		["a require", 'const { ai } = require("@workkit/ai");', "", /Only imports/],
	])("%s: it stays on the old package", (_what, statement, use, message) => {
		const { text, messages } = left(statement, use);
		expect(messages).toEqual([expect.stringMatching(message)]);
		expect(text).toContain(statement);
		expect(text).toContain(use);
	});

	it("is said once for a statement, right above it, and links to the guide", () => {
		const { text } = left(
			'import { withRetry } from "@workkit/ai";',
			"async function f() {",
			"\tawait withRetry(() => g());",
			"}",
		);
		expect(text).toMatch(
			/{\n\t\/\/ TODO\(workkit\): .*docs\/migrating-from-workkit-ai\.md#withretry\n\tawait withRetry/,
		);
	});
});

describe("what clashes", () => {
	it("imports under another name what the file has already", () => {
		const { text } = left(
			'import { fallback } from "@workkit/ai";',
			"function withFallback() {}",
			'await fallback(env.AI, [{ model: "a" }, { model: "b" }], {});',
		);
		expect(text).toContain("withFallback as gatewayWithFallback");
		expect(text).toMatch(/await gatewayWithFallback\(/);
	});

	it("uses what the file imports from the new package already", () => {
		const { text } = left(
			'import { estimateTokens } from "@workkit/ai";',
			'import { createToolRegistry } from "@workkit/ai-gateway";',
			"estimateTokens(createToolRegistry);",
		);
		expect(text.match(/createToolRegistry/g)).toHaveLength(2);
	});

	it("leaves other names of the same spelling alone", () => {
		const { text } = left(
			'import { ai, type ToolCall } from "@workkit/ai";',
			"function f(ai: (x: unknown) => { ToolCall: 1 }) {",
			"\treturn ai(1).ToolCall;",
			"}",
			"let c: ToolCall;",
		);
		expect(text).toContain("return ai(1).ToolCall;");
		expect(text).toContain("let c: GatewayToolCall;");
	});

	it("leaves a file alone that has nothing of the old package", () => {
		const other = 'import { ai } from "@workkit/ai-gateway";\nai(1);\n';
		expect(rewrite(other, "worker.ts")).toEqual({ text: other, todos: [] });
	});
});

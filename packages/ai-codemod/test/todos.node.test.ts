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
		[
			"a run at once that streams",
			'import { ai } from "@workkit/ai";',
			'await ai(env.AI).run("m", { prompt: "", stream: true });',
			/does not stream/,
		],
		[
			"a chain of one, whose error nobody wraps any more",
			'import { fallback } from "@workkit/ai";',
			'await fallback(env.AI, [{ model: "a" }], {});',
			/its own error/,
		],
		[
			"an error that is told by its code",
			'import { fallback } from "@workkit/ai";',
			'try { await fallback(env.AI, [{ model: "a" }, { model: "b" }], {}); } catch (e) { e.code === "WORKKIT_SERVICE_UNAVAILABLE"; }',
			/FallbackExhaustedError/,
		],
		[
			"an answer of tools that is handed on",
			'import { aiWithTools } from "@workkit/ai";',
			'return Response.json(await aiWithTools(env.AI, "m", input, { tools }));',
			/more fields/,
		],
		[
			"an index into what nobody knows",
			'import { ai } from "@workkit/ai";',
			'const { data } = await ai(env.AI).run("m", { x: 1 });\nf(data[0]);',
			/Say of what type/,
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
		["a require of types too", 'import old = require("@workkit/ai");', "", /Only imports/],
		["a type of another module's", 'type Call = import("@workkit/ai").ToolCall;', "", /Only imports/],
		["a mock", 'vi.mock("@workkit/ai", () => ({}));', "", /Only imports/],
		["a default import", 'import old, { estimateTokens } from "@workkit/ai";', "old(1);", /no default export/],
		["a member by its text", 'import * as old from "@workkit/ai";', 'old["streamAI"](1);', /namespace as a whole/],
		[
			"a function's type",
			'import { ai } from "@workkit/ai";',
			"let client: ReturnType<typeof ai>;",
			/more than called/,
		],
		[
			"waits that are worked out once",
			'import { withRetry } from "@workkit/ai";',
			'await withRetry(env.AI, "m", {}, { baseDelay: jitter() });',
			/cannot be read off/,
		],
		[
			"waits whose names the new function has too",
			'import { withRetry } from "@workkit/ai";',
			'await withRetry(env.AI, "m", {}, { baseDelay: attempt * 10 });',
			/cannot be read off/,
		],
		[
			"times whose names the new function has too",
			'import { fallback } from "@workkit/ai";',
			'await fallback(env.AI, [{ model: "a", timeout: call.timeout }, { model: "b" }], {});',
			/list of models/,
		],
		[
			"a model that occurs twice in a chain",
			'import { fallback } from "@workkit/ai";',
			'await fallback(env.AI, [{ model: "a", timeout: 1 }, { model: "a", timeout: 2 }], {});',
			/asked twice/,
		],
		[
			"a retried block",
			'import { withRetry } from "@workkit/ai";',
			"await withRetry(async () => { await f(); });",
			/takes a gateway/,
		],
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

describe("what is not lost", () => {
	it.each([
		"export default ai(env.AI);",
		"f(1); export default ai(env.AI);",
		`const text = \`\n\${f(ai(env.AI))}\`;`,
		"switch (x) {\n\tcase 1: f(ai(env.AI));\n}",
	])("has what stands before a decision: %j", (use) => {
		const { text } = left('import { ai } from "@workkit/ai";', use);
		const [before = ""] = use.split("ai(env");
		expect(text.replace(/.*TODO.*\n/, "")).toContain(`\n${before}createGateway(`);
		expect(text).toMatch(/^\t?\/\/ TODO\(workkit\)/m);
	});

	it("has each decision of a statement", () => {
		const { messages } = left(
			'import { ai, fallback } from "@workkit/ai";',
			'f(await fallback(env.AI, [{ model: "a" }], {}), ai(env.AI));',
		);
		expect(messages).toEqual([expect.stringMatching(/Whoever gets/), expect.stringMatching(/its own error/)]);
	});

	it("stays with an old call whose signals are two", () => {
		const { text, messages } = left(
			'import { ai, withRetry } from "@workkit/ai";',
			"const client = ai(env.AI);",
			'await withRetry(() => client.run("m", { x: 1 }, { signal: one }), { signal: two });',
		);
		expect(messages).toEqual([expect.stringMatching(/Which of two signals/)]);
		expect(text).toMatch(/withRetry\(\(\) => client\.run\(.*\.then\(.*\), \{ signal: two \}\)/);
	});

	it.each([
		["shorthands", "const f = () => ({ result });"],
		["bodies of functions", "const f = () => result;"],
		["lists of exports", "export { result };"],
		["other patterns", "const { data, ...rest } = result;"],
		["what is written to", "f((result.data.x = 1));"],
		["what is counted", "f(result.data.n++);"],
		["what is counted first", "f(++result.data.n);"],
		["what is removed", "f(delete result.data.response);"],
		["what a loop writes to", "for (result.data.x of list) f();"],
		["what is looked up", 'f(result["data"]);'],
		["types", "type R = typeof result;"],
	])("is the form of an answer in %s", (_what, use) => {
		const { text } = left(
			'import { ai } from "@workkit/ai";',
			'const result = await ai(env.AI).run("m", { prompt: "" });',
			use,
		);
		expect(text).toContain(use);
		expect(text).toMatch(/\.then\(\(\{ raw, model \}\) => \(\{ data: raw/);
	});

	it("is the form of an answer that others import", () => {
		const { text } = left(
			'import { ai } from "@workkit/ai";',
			'export const result = await ai(env.AI).run("m", { prompt: "" });',
			"f(result.data.response);",
		);
		expect(text).toContain("f(result.data.response);");
		expect(text).toContain(".then(");
	});

	it.each(["const { data } = ANSWER", "const data = (ANSWER).data", "const result = ANSWER\nconst { data } = result"])(
		"is where a statement ends, without semicolons: %s",
		(statement) => {
			const { text } = left(
				"import { ai } from '@workkit/ai'",
				statement.replace("ANSWER", "await ai(env.AI).run('m', { prompt: '' })"),
				"const before = f",
				"data.response.trim()",
			);
			expect(text).toContain("const before = f\ndata.response.trim()\n");
		},
	);

	it("is the type of an answer that is handed on", () => {
		const { text } = left(
			'import { ai } from "@workkit/ai"; // the old one',
			"export async function f(b: AI) {",
			'\tconst { data } = await ai(b).run("@cf/a/b", { prompt: "" });',
			"\treturn data;",
			"}",
		);
		expect(text).toMatch(/^import .*; \/\/ the old one\n\n\/\*\* The gateway/);
		expect(text).toContain("data: raw as { response: string }");
	});

	it("is a question mark", () => {
		const { text } = left(
			'import { ai } from "@workkit/ai";',
			'const result = await ai(env.AI).run("m", { prompt: "" });',
			'f(result?.data.response ?? "none", result?.model);',
		);
		expect(text).toContain('f(result?.text ?? "none", result?.model);');
	});

	it("has the mark of the byte order, and line ends of both kinds", () => {
		const { text } = rewrite(
			'\uFEFFimport { estimateTokens } from "@workkit/ai";\r\nconst text = `a\nb`;\r\nestimateTokens(text);\n',
			"worker.ts",
		);
		expect(text).toBe(
			'\uFEFFimport { estimateTokens } from "@workkit/ai-gateway";\r\nconst text = `a\nb`;\r\nestimateTokens(text);\n',
		);
	});

	it("has the comments of what is written anew", () => {
		const { text } = left(
			'import { ai, withRetry } from "@workkit/ai"; // the client',
			"const client = ai(env.AI);",
			"await withRetry(() => /* asks */ client.run(model, { x: 1 }), {",
			"\tmaxRetries: 1, // once more",
			"});",
		);
		for (const comment of ["// the client", "/* asks */", "// once more"]) expect(text.split(comment)).toHaveLength(2);
	});

	it("is a file that does not parse: it is refused", () => {
		expect(() => left('import { ai } from "@workkit/ai";', "const client = ai(env.AI;")).toThrow(
			/^line 2: '\)' expected/,
		);
	});
});

describe("what nobody has to decide", () => {
	it.each([
		["a private client", "class A {", "\tprivate client;", "\tconstructor(b) { this.client = ai(b); }", "}"],
		["a hidden client", "class A {", "\t#client = ai(b);", "\trun() { return this.#client.run(m, { prompt }); }", "}"],
		[
			"a client that is made when it is needed",
			"let client;",
			"function get() { client ??= ai(b); client.run(m, {}); }",
		],
		["a stream that is not asked for", 'const { data } = await ai(b).run("m", { prompt, stream: false });', "f(data);"],
	])("%s", (_what, ...lines) => {
		expect(left('import { ai } from "@workkit/ai";', ...lines).messages).toEqual([]);
	});

	it("is told of a client that others see in a class", () => {
		const { messages } = left('import { ai } from "@workkit/ai";', "class A {", "\tclient = ai(b);", "}");
		expect(messages).toEqual([expect.stringMatching(/Whoever gets/)]);
	});

	it("is in comments: names move, and links hold nothing", () => {
		const lines = [
			'import { streamAI, ToolCall } from "@workkit/ai";',
			"/** See {@link streamAI}. @param {ToolCall} call */",
			"export function f(call) {}",
			"/** @type {ToolCall[]} */",
			"export const calls = [];",
		];
		expect(rewrite(lines.join("\n"), "worker.js")).toEqual({
			text: [
				'import { GatewayToolCall } from "@workkit/ai-gateway";',
				lines[1]?.replace("ToolCall", "GatewayToolCall"),
				lines[2],
				"/** @type {GatewayToolCall[]} */",
				lines[4],
			].join("\n"),
			todos: [],
		});
	});

	it("has the defaults that were left open in so many words", () => {
		const { text } = left(
			'import { withRetry } from "@workkit/ai";',
			'await withRetry(env.AI, "m", {}, { maxRetries: undefined, baseDelay: undefined, backoff: "fixed" });',
		);
		expect(text).toContain("{ maxAttempts: 4, delayMs: () => 1000 }");
	});

	it("has no handler where there was none", () => {
		const { text } = left(
			'import { aiWithTools } from "@workkit/ai";',
			'f((await aiWithTools(b, "m", {}, { tools }, undefined)).turns);',
		);
		expect(text).toContain('"m", {}, { tools })).turns');
	});

	it("reads what a model with tools says where it was", () => {
		const { text } = left(
			'import { ai } from "@workkit/ai";',
			'const { data } = await ai(b).run("m", { prompt, tools });',
			'const result = await ai(b).run("m", { prompt, tools });',
			"f(data.response, result.data.response);",
		);
		expect(text).toContain(
			"f((data as { response: string }).response, (result.raw as { response: string }).response);",
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
			'import { ai } from "@workkit/ai";',
			'import { createGateway as make } from "@workkit/ai-gateway";',
			"make(old);",
			"let client = ai(b);",
		);
		expect(text).toContain("let client = make({");
		expect(text.match(/import/g)).toHaveLength(1);
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

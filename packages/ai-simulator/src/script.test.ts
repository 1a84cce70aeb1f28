import { describe, expect, it } from "vitest";
import { createSimulator, type ScriptRule, type Simulator } from "./index.ts";

async function ask(simulator: Simulator, content: string, body: object = {}): Promise<string> {
	const response = await simulator.fetch("https://api.openai.com/v1/chat/completions", {
		method: "POST",
		headers: { authorization: "Bearer k" },
		body: JSON.stringify({ model: "gpt-4.1", messages: [{ role: "user", content }], ...body }),
	});
	return response.ok && !("stream" in body)
		? ((await response.json()) as { choices: [{ message: { content: string } }] }).choices[0].message.content
		: `${response.status} ${response.headers.get("retry-after")}`;
}

describe("script", () => {
	it("answers by the first rule that is for the prompt, and counts", async () => {
		const script: ScriptRule[] = [
			{ when: { model: "gpt-4.1-*" }, reply: "mini" },
			{ when: { prompt: "weather" }, reply: "rain" },
			{ when: { prompt: /^bye/i }, reply: "see you" },
			{ when: { prompt: { pattern: "^H(i|ello)$" } }, reply: "hello" },
			{ when: { stream: true }, reply: { error: { status: 503, headers: { "retry-after": "7" } } } },
			{ when: { wire: "anthropic" }, reply: "never" },
			{ reply: { text: "anything" } },
		];
		const simulator = createSimulator({ script });
		expect([
			await ask(simulator, "Hi", { model: "gpt-4.1-mini" }),
			await ask(simulator, "the weather?"),
			await ask(simulator, "BYE"),
			await ask(simulator, "Hi"),
			await ask(simulator, "nothing", { stream: true }),
			await ask(simulator, "Hi there"),
		]).toEqual(["mini", "rain", "see you", "hello", "503 7", "anything"]);
		expect(simulator.matched()).toEqual([1, 1, 1, 1, 1, 0, 1]);
		simulator.reset();
		expect(simulator.matched()).toEqual([0, 0, 0, 0, 0, 0, 0]);
	});

	it("counts to the nth prompt and up to so many times", async () => {
		const simulator = createSimulator({
			script: [
				{ when: { nth: 2 }, reply: "second" },
				{ when: { times: 2 }, reply: "twice" },
			],
		});
		const answers = [];
		for (let asked = 0; asked < 4; asked++) answers.push((await ask(simulator, "x")).slice(0, 8));
		expect(answers).toEqual(["twice", "second", "twice", "You said"]);
	});

	it("is what it was after JSON, and comes after the function", async () => {
		const script: ScriptRule[] = [{ when: { prompt: { pattern: "b", flags: "gi" } }, reply: "B" }];
		const simulator = createSimulator({
			script: JSON.parse(JSON.stringify(script)),
			reply: ({ text }) => (text === "ab" ? "function" : undefined),
		});
		expect([await ask(simulator, "ab"), await ask(simulator, "B"), await ask(simulator, "B")]).toEqual([
			"function",
			"B",
			"B",
		]);
	});

	it("takes the letters of a model's name as they are", async () => {
		const simulator = createSimulator({ script: [{ when: { model: "gpt-4.1" }, reply: "dot" }] });
		expect(await ask(simulator, "x", { model: "gpt-4o1" })).toContain("You said");
	});

	it("tells providers apart, behind a gateway too", async () => {
		const simulator = createSimulator({
			script: [
				{ when: { provider: "groq" }, reply: "groq" },
				{ when: { provider: "openai" }, reply: "openai" },
			],
		});
		expect(await ask(simulator, "x")).toBe("openai");
		const viaGateway = async (provider: string) => {
			const response = await simulator.fetch(
				`https://gateway.ai.cloudflare.com/v1/sim/default/${provider}/chat/completions`,
				{
					method: "POST",
					headers: { authorization: "Bearer k", "cf-aig-authorization": "Bearer k" },
					body: JSON.stringify({ model: "gpt-4.1", messages: [{ role: "user", content: "x" }] }),
				},
			);
			return response.text();
		};
		expect(await viaGateway("groq")).toContain('"groq"');
		expect(await viaGateway("openai")).toContain('"openai"');
	});

	it("refuses what it does not know", () => {
		const misspelt = (rule: unknown) => () => createSimulator({ script: [rule as ScriptRule] });
		expect(misspelt({ when: { modle: "x" }, reply: "" })).toThrow("script[0].when.modle is not known");
		expect(misspelt({ reply: { txt: "x" } })).toThrow("script[0].reply.txt is not known");
		expect(misspelt({ reply: { error: { state: 1 } } })).toThrow("script[0].reply.error.state is not known");
		expect(misspelt({ reply: { fault: { type: "cuts" } } })).toThrow("fault.type must be one of cut, end");
		expect(misspelt({ reply: { fault: { type: "cut", after: 1 } } })).toThrow("reply.fault.after is not known");
		expect(misspelt({ when: {} })).toThrow("script[0].reply must be an object");
	});

	it("sends headers and paces frames as the reply says", async () => {
		const simulator = createSimulator({ script: [{ reply: { text: "x", headers: { "x-mine": "1" }, paceMs: 1 } }] });
		const response = await simulator.fetch("https://api.openai.com/v1/chat/completions", {
			method: "POST",
			headers: { authorization: "Bearer k" },
			body: JSON.stringify({ model: "gpt-4.1", messages: [{ role: "user", content: "x" }], stream: true }),
		});
		expect(response.headers.get("x-mine")).toBe("1");
		expect(await response.text()).toContain("[DONE]");
	});

	it.each([
		["openai", 401, undefined, "refused"],
		["openai", 429, undefined, "Rate limit"],
		["openai", 429, "insufficient_quota", "quota"],
		["openai", 503, undefined, "server had an error"],
		["anthropic", 402, undefined, "refused"],
		["anthropic", 429, undefined, "rate limit"],
		["anthropic", 500, undefined, "Internal server error"],
		["anthropic", 504, undefined, "timed out"],
		["anthropic", 529, undefined, "Overloaded"],
	])(
		"says of an error of %s without a message what its status %i (%s) means",
		async (vendor, status, code, message) => {
			const error = { status, ...(code === undefined ? {} : { code }) };
			const { fetch } = createSimulator({ script: [{ reply: { error } }] });
			const response = await fetch(`http://sim/${vendor}/v1/${vendor === "openai" ? "chat/completions" : "messages"}`, {
				method: "POST",
				headers: { authorization: "Bearer k", "anthropic-version": "2023-06-01" },
				body: JSON.stringify({
					model: vendor === "openai" ? "gpt-4.1" : "claude-sonnet-4-5",
					max_tokens: 9,
					messages: [{ role: "user", content: "Hello" }],
				}),
			});
			expect(response.status).toBe(status);
			expect(await response.json()).toMatchObject({ error: { message: expect.stringContaining(message) } });
		},
	);
});

import { isErrorCode } from "@workkit/errors";
import { describe, expect, it } from "vitest";
import { createGateway } from "../src/index.ts";
import { answering, drain, failure } from "./answering.ts";

describe("a stream of which nothing was handed out", () => {
	it("may be tried again when it is cut, also after reasoning that nobody asked for", async () => {
		const stream = await answering('data: {"choices":[{"delta":{"reasoning":"hm"}}]}\n\n').stream("m", { prompt: "x" });
		const error = await failure(drain(stream));
		expect([error.code, error.retryable]).toEqual(["WORKKIT_STREAM_INTERRUPTED", true]);
	});

	it("marks a call that was cut off before its arguments as invalid in what is left", async () => {
		const frame = {
			choices: [{ delta: { tool_calls: [{ index: 0, id: "a", function: { name: "del", arguments: "" } }] } }],
		};
		const stream = await answering(`data: ${JSON.stringify(frame)}\n\n`).stream("m", { prompt: "x" });
		const { context } = await failure(drain(stream));
		expect(context.partial).toMatchObject({ toolCalls: [{ id: "a", invalid: true, argumentsText: "" }] });
	});
});

describe("an answer in the body of a 200", () => {
	it("to texts to embed may be the error that it says", async () => {
		const error = await failure(
			answering({ error: { message: "no such model", code: 404 } }).embed("m", { text: "a" }),
		);
		expect([error.code, error.retryable, error.context.vendorMessage]).toEqual([
			"WORKKIT_NOT_FOUND",
			false,
			"no such model",
		]);
	});

	it("without any count has no usage", async () => {
		const { usage } = await answering({ choices: [{ message: { content: "a" } }], usage: {} }).run("m", {
			prompt: "x",
		});
		expect(usage).toBeUndefined();
	});
});

describe("an error body that is no whole JSON", () => {
	it.each(['{"request":{"prompt":"SECRET"},"err', "SECRETLY: no\nprompt: SECRET"])(
		"keeps the prompt of %j to itself",
		async (body) => {
			const error = await failure(answering(body, { status: 400 }).run("m", { prompt: "SECRET" }));
			expect(isErrorCode(error, "WORKKIT_VALIDATION")).toBe(true);
			expect(JSON.stringify(error)).not.toMatch(/SECRET\b/);
		},
	);
});

describe("Workers AI's raw response", () => {
	it("is read as JSON when its content type does not say that it is", async () => {
		const binding = { run: async () => new Response('{"response":"hi"}') };
		const gateway = createGateway({ providers: { ai: { type: "workers-ai", binding } }, defaultProvider: "ai" });
		expect((await gateway.run("@cf/m", { prompt: "x" })).text).toBe("hi");
		const events = await drain(await gateway.stream("@cf/m", { prompt: "x" }));
		expect(events[0]).toEqual({ type: "text", delta: "hi" });
	});
});

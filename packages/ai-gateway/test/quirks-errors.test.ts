import { describe, expect, it } from "vitest";
import { chunk, factsOf, failureOf, type Given, hearAnswer, type Kind, runAnswer, sse, textOf } from "./quirk.ts";

/** What `run` and `stream` reject with, which has to be the same. */
async function rejectionOf(kind: Kind, given: Given): Promise<Record<string, unknown>> {
	const ran = await failureOf(runAnswer(kind, given));
	const { events, error } = await hearAnswer(kind, { headers: { "content-type": "application/json" }, ...given });
	const streamed = factsOf(error);
	expect(events).toEqual([]);
	for (const fact of ["code", "status", "vendorMessage", "vendorCode", "vendorType", "retryable", "retryAfterMs"]) {
		expect(streamed[fact], fact).toEqual(ran[fact]);
	}
	return ran;
}

const kinds: Kind[] = ["openai", "anthropic", "workers-ai"];

describe.each(kinds)("an error body over %s", (kind) => {
	it.each([
		[
			"Google's list",
			[{ error: { code: 400, message: "API key not valid", status: "INVALID_ARGUMENT" } }],
			"API key not valid",
		],
		["a word under `error`", { error: "model not found" }, "model not found"],
		["a list under `error`", { error: [{ message: "first" }, { message: "second" }] }, "first"],
		["a word under `detail`", { detail: "Invalid API Key" }, "Invalid API Key"],
		[
			"a list under `detail`",
			{ detail: [{ loc: ["body"], msg: "Field required", type: "missing" }] },
			"Field required",
		],
		[
			"a list under `errors`",
			{ success: false, errors: [{ code: 7003, message: "User Input Error" }] },
			"User Input Error",
		],
		["fields at the top", { object: "error", message: "too long", type: "BadRequest", code: 400 }, "too long"],
		["a JSON string", '"Just a sentence"', "Just a sentence"],
		["plain text", "upstream connect error", "upstream connect error"],
	])("gives its message when it is %s", async (_what, body, message) => {
		const error = await rejectionOf(kind, { status: 400, body });
		expect(error).toMatchObject({ status: 400, vendorMessage: message, retryable: false });
	});

	it("that is a proxy's page gives no more than its title", async () => {
		const page = "<html><head><title>502 Bad Gateway</title></head><body><h1>nginx</h1></body></html>";
		const error = await rejectionOf(kind, { status: 502, headers: { "content-type": "text/html" }, body: page });
		expect(error).toMatchObject({ code: "WORKKIT_SERVICE_UNAVAILABLE", status: 502, retryable: true });
		expect(JSON.stringify(error)).not.toContain("<");
	});

	it.each([
		["nothing", ""],
		["null", "null"],
		["a number", "42"],
		["an empty list", "[]"],
		["an empty error", '{"error":null}'],
	])("that is %s gives the error of its status", async (_what, body) => {
		const error = await rejectionOf(kind, { status: 401, body });
		expect(error).toMatchObject({ code: "WORKKIT_UNAUTHORIZED", status: 401, retryable: false });
		expect(error.vendorMessage).toBeUndefined();
	});

	it("of megabytes gives 2 KB of its message, without half a character", async () => {
		const error = await rejectionOf(kind, { status: 400, body: { error: { message: `x${"ö😀".repeat(500_000)}` } } });
		expect(error.vendorMessage).toMatch(/^x(ö|😀){400,}$/u);
		expect(new TextEncoder().encode(String(error.vendorMessage)).length).toBeLessThanOrEqual(2048);
	});

	it("never ends up whole in the error", async () => {
		const error = await rejectionOf(kind, {
			status: 400,
			body: { error: { message: "no" }, prompt: "the caller's secret plan" },
		});
		expect(JSON.stringify(error)).not.toContain("secret plan");
	});
});

describe.each(["openai", "anthropic"] as const)("an error answer over %s", (kind) => {
	it("does not repeat the key that was sent", async () => {
		const error = await rejectionOf(kind, { status: 401, body: { error: { message: "Wrong key: key-of-the-test!" } } });
		expect(error.vendorMessage).toMatch(/^Wrong key: .*!$/);
		expect(JSON.stringify(error)).not.toContain("key-of-the-test");
	});
});

describe.each(kinds)("the server's word on trying again over %s", (kind) => {
	const body = { error: { message: "slow down", type: "rate_limit_error" } };
	const rejection = (status: number, headers: Record<string, string>): Promise<Record<string, unknown>> =>
		rejectionOf(kind, { status, headers, body });

	it("is taken in seconds, with fractions", async () => {
		expect(await rejection(429, { "retry-after": "1.5" })).toMatchObject({
			code: "WORKKIT_RATE_LIMIT",
			retryAfterMs: 1500,
		});
	});

	it("is taken in milliseconds before seconds, 0 included", async () => {
		const error = await rejection(429, { "retry-after": "7", "retry-after-ms": "0" });
		expect(error).toMatchObject({ code: "WORKKIT_RATE_LIMIT", retryAfterMs: 0, retryable: true });
	});

	it("is taken as a date, where one that has passed is no wait", async () => {
		expect(await rejection(429, { "retry-after": "Wed, 21 Oct 2015 07:28:00 GMT" })).toMatchObject({ retryAfterMs: 0 });
	});

	it.each([429, 500, 503, 529])("`x-should-retry: false` wins over status %i", async (status) => {
		expect(await rejection(status, { "x-should-retry": "false" })).toMatchObject({ status, retryable: false });
		expect(await rejection(status, {})).toMatchObject({ status, retryable: true });
	});

	it.each([
		[402, "WORKKIT_FORBIDDEN", false],
		[408, "WORKKIT_TIMEOUT", true],
		[409, "WORKKIT_CONFLICT", true],
		[413, "WORKKIT_VALIDATION", false],
		[422, "WORKKIT_VALIDATION", false],
		[424, "WORKKIT_VALIDATION", false],
		[425, "WORKKIT_SERVICE_UNAVAILABLE", true],
		[504, "WORKKIT_TIMEOUT", true],
		[520, "WORKKIT_SERVICE_UNAVAILABLE", true],
		[524, "WORKKIT_SERVICE_UNAVAILABLE", true],
	])("is the status's own for %i: %s", async (status, code, retryable) => {
		expect(await rejection(status, {})).toMatchObject({ code, status, retryable });
	});
});

describe.each(["openai", "workers-ai"] as const)("an error in a stream over %s", (kind) => {
	it("comes after the text in the same chunk", async () => {
		const heard = await hearAnswer(kind, {
			body: sse(chunk({ content: "Hi" }), { error: { message: "boom", type: "server_error", code: "internal" } }),
		});
		expect(heard.events.map(({ type }) => type)).toEqual(["text"]);
		expect(factsOf(heard.error)).toMatchObject({
			inStream: true,
			vendorMessage: "boom",
			vendorType: "server_error",
			vendorCode: "internal",
			partial: { text: "Hi", toolCalls: [] },
		});
	});

	it("in a frame that also has choices comes after what these say", async () => {
		const frame = chunk({ content: " there" }, "error", { error: { code: 502, message: "Upstream error" } });
		const heard = await hearAnswer(kind, { body: sse(chunk({ content: "Hi" }), frame, "[DONE]") });
		expect(textOf(heard)).toBe("Hi there");
		expect(factsOf(heard.error)).toMatchObject({
			code: "WORKKIT_SERVICE_UNAVAILABLE",
			inStream: true,
			vendorCode: 502,
			vendorMessage: "Upstream error",
			partial: { text: "Hi there" },
		});
	});

	it("may be named by its event only", async () => {
		const body = `${sse(chunk({ content: "Hi" }))}event: error\ndata: {"message":"boom"}\n\n`;
		const heard = await hearAnswer(kind, { body });
		expect(textOf(heard)).toBe("Hi");
		expect(factsOf(heard.error)).toMatchObject({ inStream: true, vendorMessage: "boom" });
	});

	it("may be a single word", async () => {
		const heard = await hearAnswer(kind, { body: sse(chunk({ content: "Hi" }), { error: "boom" }) });
		expect(factsOf(heard.error)).toMatchObject({ inStream: true, vendorMessage: "boom" });
	});

	it("keeps the tool call that was being written, and the usage", async () => {
		const call = { index: 0, id: "a", type: "function", function: { name: "f", arguments: '{"x":' } };
		const usage = { prompt_tokens: 4, completion_tokens: 2, total_tokens: 6 };
		const heard = await hearAnswer(kind, {
			body: sse(chunk({ tool_calls: [call] }, null, { usage }), { error: { message: "boom" } }),
		});
		expect(heard.events.map(({ type }) => type)).toEqual(["tool_input"]);
		expect(factsOf(heard.error)).toMatchObject({
			partial: {
				toolCalls: [{ id: "a", name: "f", arguments: {}, invalid: true, argumentsText: '{"x":' }],
				usage: { inputTokens: 4, outputTokens: 2 },
			},
		});
	});

	it("is none when it is null", async () => {
		const quiet = { error: null };
		const heard = await hearAnswer(kind, {
			body: sse(chunk({ content: "Hi" }, null, quiet), chunk({}, "stop", quiet), "[DONE]"),
		});
		expect(heard.error).toBeUndefined();
		expect(textOf(heard)).toBe("Hi");
	});

	it("is an error, too, in the body of a whole answer with status 200", async () => {
		const body = { error: { message: "No endpoints found", code: 404 } };
		const error = await failureOf(runAnswer(kind, { body }));
		expect(error).toMatchObject({ code: "WORKKIT_NOT_FOUND", vendorMessage: "No endpoints found", vendorCode: 404 });
		const heard = await hearAnswer(kind, { headers: { "content-type": "application/json" }, body });
		expect(factsOf(heard.error)).toMatchObject({ code: "WORKKIT_NOT_FOUND", vendorMessage: "No endpoints found" });
	});
});

describe("an error in a stream of Anthropic's", () => {
	it.each([
		["overloaded_error", "WORKKIT_SERVICE_UNAVAILABLE", true],
		["rate_limit_error", "WORKKIT_RATE_LIMIT", true],
		["api_error", "WORKKIT_SERVICE_UNAVAILABLE", true],
		["invalid_request_error", "WORKKIT_VALIDATION", false],
	])("of type %s is a %s", async (type, code, retryable) => {
		const start = {
			type: "message_start",
			message: { id: "msg_1", model: "served", content: [], usage: { input_tokens: 3 } },
		};
		const body = `${sse(start)}event: error\ndata: ${JSON.stringify({ type: "error", error: { type, message: "no" } })}\n\n`;
		const heard = await hearAnswer("anthropic", { body });
		expect(heard.events).toEqual([]);
		expect(factsOf(heard.error)).toMatchObject({
			code,
			retryable,
			inStream: true,
			vendorType: type,
			vendorMessage: "no",
		});
	});
});

describe.each(kinds)("an answer that is none over %s", (kind) => {
	it.each([
		["HTML", "<html>"],
		["half of its JSON", '{"id":"x","choices":[{"mess'],
	])("because it is %s rejects", async (_what, body) => {
		const error = await failureOf(runAnswer(kind, { body }));
		expect(error).toMatchObject({ code: "WORKKIT_STREAM_INTERRUPTED", retryable: true });
	});
});

describe.each(["openai", "anthropic"] as const)("an answer of another shape over %s", (kind) => {
	it.each([
		["an empty object", {}],
		["null", "null"],
		["a list", "[]"],
	])("rejects when it is %s", async (_what, body) => {
		const error = await failureOf(runAnswer(kind, { body }));
		expect(error).toMatchObject({ code: "WORKKIT_STREAM_INTERRUPTED", reason: "malformed" });
	});
});

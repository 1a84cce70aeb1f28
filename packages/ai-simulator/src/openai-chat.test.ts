import { describe, expect, it } from "vitest";
import { createSimulator, type SimulatorOptions } from "./index.ts";

const hello = [{ role: "user", content: "Hello there" }];
const weather = {
	type: "function",
	function: {
		name: "get_weather",
		parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
	},
};
const call = { id: "call_1", type: "function", function: { name: "get_weather", arguments: "{}" } };

function post(
	body: object,
	options?: SimulatorOptions,
	headers: Record<string, string> = { authorization: "Bearer k" },
) {
	const init = { method: "POST", headers, body: JSON.stringify({ model: "gpt-4.1", ...body }) };
	return createSimulator(options).fetch("http://sim/openai/v1/chat/completions", init);
}

interface Chunk {
	choices: {
		delta: {
			content?: string;
			refusal?: string;
			tool_calls?: { index: number; id?: string; function: { arguments: string } }[];
		};
		finish_reason: string | null;
	}[];
	usage?: object | null;
	obfuscation?: string;
	error?: object;
}

async function chunks(response: Response): Promise<Chunk[]> {
	const frames = (await response.text()).split("\n\n").filter((frame) => frame !== "");
	expect(frames.pop()).toBe("data: [DONE]");
	return frames.map((frame) => JSON.parse(frame.slice("data: ".length)));
}

describe("OpenAI chat completions", () => {
	it("answers from the prompt with counted usage", async () => {
		const response = await post({ messages: hello });
		expect(response.headers.get("x-request-id")).toMatch(/^req_/);
		expect(await response.json()).toMatchObject({
			object: "chat.completion",
			model: "gpt-4.1",
			choices: [
				{ message: { role: "assistant", content: expect.stringContaining("Hello there") }, finish_reason: "stop" },
			],
			usage: { prompt_tokens: 3, completion_tokens: 13, total_tokens: 16 },
		});
	});

	it("streams the same answer, with usage only on request", async () => {
		const whole = (await (await post({ messages: hello })).json()) as { choices: { message: { content: string } }[] };
		const plain = await chunks(await post({ messages: hello, stream: true }));
		const counted = await chunks(
			await post({ messages: hello, stream: true, stream_options: { include_usage: true } }),
		);
		const text = plain.map((chunk) => chunk.choices[0]?.delta.content ?? "").join("");
		expect(text).toBe(whole.choices[0]?.message.content);
		expect(plain.every((chunk) => !("usage" in chunk) && typeof chunk.obfuscation === "string")).toBe(true);
		expect(counted.at(-1)).toMatchObject({ choices: [], usage: { prompt_tokens: 3 } });
		expect(counted.at(-2)).toMatchObject({ choices: [{ finish_reason: "stop" }], usage: null });
	});

	it("cuts the answer at the token limit", async () => {
		expect(await (await post({ messages: hello, max_completion_tokens: 2 })).json()).toMatchObject({
			choices: [{ message: { content: "You said" }, finish_reason: "length" }],
			usage: { completion_tokens: 2 },
		});
	});

	it("ends before a stop sequence", async () => {
		expect(await (await post({ messages: hello, stop: [" there"] })).json()).toMatchObject({
			choices: [{ message: { content: 'You said "Hello' }, finish_reason: "stop" }],
		});
	});

	it("calls a tool that the prompt names, and streams the call in fragments", async () => {
		const messages = [{ role: "user", content: "Please get weather for Paris" }];
		expect(await (await post({ messages, tools: [weather] })).json()).toMatchObject({
			choices: [
				{
					message: {
						content: null,
						tool_calls: [{ type: "function", function: { name: "get_weather", arguments: '{"city":"Paris"}' } }],
					},
					finish_reason: "tool_calls",
				},
			],
		});
		const streamed = await chunks(await post({ messages, tools: [weather], stream: true }));
		const parts = streamed.flatMap((chunk) => chunk.choices[0]?.delta.tool_calls ?? []);
		expect(parts.map((part) => part.function.arguments).join("")).toBe('{"city":"Paris"}');
		expect(parts.filter((part) => part.id !== undefined)).toHaveLength(1);
	});

	it("finishes a call that was forced by name with stop", async () => {
		const tool_choice = { type: "function", function: { name: "get_weather" } };
		expect(await (await post({ messages: hello, tools: [weather], tool_choice })).json()).toMatchObject({
			choices: [{ message: { tool_calls: [{ function: { name: "get_weather" } }] }, finish_reason: "stop" }],
		});
	});

	it("answers from tool results", async () => {
		const messages = [
			{ role: "user", content: "Use get_weather" },
			{ role: "assistant", content: null, tool_calls: [call] },
			{ role: "tool", tool_call_id: "call_1", content: "18 degrees" },
		];
		expect(await (await post({ messages, tools: [weather] })).json()).toMatchObject({
			choices: [{ message: { content: expect.stringContaining("18 degrees") }, finish_reason: "stop" }],
		});
	});

	it("answers in JSON that fits a schema", async () => {
		const schema = {
			type: "object",
			properties: { score: { type: "integer" } },
			required: ["score"],
			additionalProperties: false,
		};
		const response_format = { type: "json_schema", json_schema: { name: "score", strict: true, schema } };
		expect(await (await post({ messages: hello, response_format })).json()).toMatchObject({
			choices: [{ message: { content: '{"score":1}' } }],
		});
	});

	it("sees images and counts reasoning without showing it", async () => {
		const image = { type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } };
		const messages = [{ role: "user", content: [{ type: "text", text: "Look" }, image] }];
		expect(await (await post({ model: "gpt-5", messages, reasoning_effort: "low" })).json()).toMatchObject({
			choices: [{ message: { content: expect.stringContaining("I saw an image.") } }],
			usage: { completion_tokens_details: { reasoning_tokens: 12 } },
		});
	});

	it("gives as many choices as asked for", async () => {
		expect(await (await post({ messages: hello, n: 2 })).json()).toMatchObject({
			choices: [{ index: 0 }, { index: 1 }],
			usage: { completion_tokens: 26 },
		});
	});

	it("puts a scripted refusal apart from the content", async () => {
		const reply = () => ({ refusal: "I cannot help with that." });
		expect(await (await post({ messages: hello }, { reply })).json()).toMatchObject({
			choices: [{ message: { content: null, refusal: "I cannot help with that." } }],
		});
		const streamed = await chunks(await post({ messages: hello, stream: true }, { reply }));
		expect(streamed.map((chunk) => chunk.choices[0]?.delta.refusal ?? "").join("")).toBe("I cannot help with that.");
	});

	it("sends a scripted error in the middle of a stream as a frame", async () => {
		const reply = () => ({ error: { status: 500, message: "Overheated", afterFrames: 2 } });
		const response = await post({ messages: hello, stream: true }, { reply });
		const frames = (await response.text()).trim().split("\n\n");
		expect([response.status, frames.length]).toEqual([200, 3]);
		expect(JSON.parse(frames[2]?.slice(6) ?? "")).toMatchObject({
			error: { message: "Overheated", type: "server_error" },
		});
	});

	it.each([
		["no key", {}, "You didn't provide an API key", null],
		["a wrong key", { authorization: "Bearer wrong-key" }, "Incorrect API key provided", "invalid_api_key"],
	])("answers 401 to %s", async (_, headers, message, code) => {
		const response = await post({ messages: hello }, { keys: ["right-key"] }, headers);
		expect(response.status).toBe(401);
		expect(await response.json()).toMatchObject({ error: { message: expect.stringContaining(message), code } });
	});

	const user = (content: unknown) => ({ messages: [{ role: "user", content }] });
	const format = (schema: object) => ({
		messages: hello,
		response_format: { type: "json_schema", json_schema: { name: "a", strict: true, schema } },
	});
	it.each<[string, object, string | null]>([
		["missing messages", {}, "messages"],
		["empty messages", { messages: [] }, "messages"],
		["an unknown role", { messages: [{ role: "model", content: "Hi" }] }, "messages[0].role"],
		[
			"an unknown message field",
			{ messages: [{ role: "user", content: "Hi", cacheControl: {} }] },
			"messages[0].cacheControl",
		],
		["an unknown parameter", { messages: hello, maxTokens: 5 }, "maxTokens"],
		["content null from the user", user(null), "messages[0].content"],
		["an unknown part", user([{ type: "image", source: {} }]), "messages[0].content[0].type"],
		[
			"an unknown field in a part",
			user([{ type: "text", text: "Hi", cache_control: {} }]),
			"messages[0].content[0].cache_control",
		],
		[
			"a tool message without a call",
			{ messages: [...hello, { role: "tool", tool_call_id: "call_1", content: "" }] },
			"messages.[1].role",
		],
		[
			"a tool message for another call",
			{
				messages: [
					...hello,
					{ role: "assistant", tool_calls: [call] },
					{ role: "tool", tool_call_id: "call_2", content: "" },
				],
			},
			"messages.[2].tool_call_id",
		],
		[
			"a call without an answer",
			{ messages: [...hello, { role: "assistant", tool_calls: [call] }, ...hello] },
			"messages",
		],
		["json_object without the word", { messages: hello, response_format: { type: "json_object" } }, "messages"],
		[
			"a strict schema that leaves additionalProperties open",
			format({ type: "object", properties: {}, required: [] }),
			"response_format",
		],
		[
			"a strict schema with an optional property, deep inside",
			format({
				type: "object",
				properties: {
					list: {
						type: "array",
						items: { type: "object", properties: { a: {} }, required: [], additionalProperties: false },
					},
				},
				required: ["list"],
				additionalProperties: false,
			}),
			"response_format",
		],
		[
			"a strict tool that is not normalised",
			{ messages: hello, tools: [{ ...weather, function: { ...weather.function, strict: true } }] },
			"tools[0].function.parameters",
		],
		["a flat tool", { messages: hello, tools: [{ type: "function", name: "a" }] }, "tools[0].function"],
		["tool_choice without tools", { messages: hello, tool_choice: "auto" }, "tool_choice"],
		["tool_choice any", { messages: hello, tools: [weather], tool_choice: "any" }, "tool_choice"],
		["max_tokens on a reasoning model", { model: "o4-mini", messages: hello, max_tokens: 5 }, "max_tokens"],
		["max_tokens on gpt-5", { model: "gpt-5.1", messages: hello, max_tokens: 5 }, "max_tokens"],
		["stream_options without a stream", { messages: hello, stream_options: { include_usage: true } }, "stream_options"],
		["a model left out", { model: undefined, messages: hello }, null],
	])("answers 400 to %s", async (_, body, param) => {
		const response = await post(body);
		expect(response.status).toBe(400);
		expect(await response.json()).toMatchObject({ error: { type: "invalid_request_error", param } });
	});

	it("answers 404 to a model and to a path that do not exist", async () => {
		const model = await post({ model: "no-such-model", messages: hello });
		expect([model.status, await model.json()]).toMatchObject([404, { error: { code: "model_not_found" } }]);
		const path = await createSimulator().fetch("http://sim/openai/v1/chats", {
			method: "POST",
			headers: { authorization: "Bearer k" },
		});
		expect([path.status, await path.json()]).toMatchObject([
			404,
			{ error: { message: "Invalid URL (POST /v1/chats)" } },
		]);
	});
});

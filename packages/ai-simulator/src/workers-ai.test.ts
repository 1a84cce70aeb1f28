import { describe, expect, it } from "vitest";
import { createSimulator, type SimulatorOptions } from "./index.ts";

const LLAMA = "@cf/meta/llama-3.1-8b-instruct";
const hello = { messages: [{ role: "user", content: "Hello there" }] };
const weather = { name: "get_weather", parameters: { type: "object", properties: { city: { type: "string" } } } };
const ask = {
	messages: [{ role: "user", content: "Please get weather for Paris" }],
	tools: [{ type: "function", function: weather }],
};

function rest(
	model: string,
	inputs: object,
	options?: SimulatorOptions,
	headers: Record<string, string> = { authorization: "Bearer k" },
) {
	const init = { method: "POST", headers, body: JSON.stringify(inputs) };
	return createSimulator(options).fetch(`https://api.cloudflare.com/client/v4/accounts/abc/ai/run/${model}`, init);
}

async function result(model: string, inputs: object, options?: SimulatorOptions): Promise<unknown> {
	const { result, ...envelope } = (await (await rest(model, inputs, options)).json()) as { result: unknown };
	expect(envelope).toEqual({ success: true, errors: [], messages: [] });
	return result;
}

interface Frame {
	response?: string | null;
	p?: string;
	usage?: { prompt_tokens: number; completion_tokens: number };
	tool_calls?: { id?: string | null; function?: { name?: string | null; arguments: string } }[];
	choices?: {
		delta: { content?: string; reasoning?: string; reasoning_content?: string };
		finish_reason: string | null;
	}[];
}

async function frames(model: string, inputs: object, options?: SimulatorOptions): Promise<Frame[]> {
	const response = await rest(model, { ...inputs, stream: true }, options);
	expect(response.headers.get("content-type")).toBe("text/event-stream");
	const found = (await response.text()).trim().split("\n\n");
	expect(found.pop()).toBe("data: [DONE]");
	return found.map((frame) => JSON.parse(frame.slice("data: ".length)));
}

describe("Workers AI, legacy text generation", () => {
	it("answers messages and a prompt", async () => {
		const answer = {
			response: expect.stringContaining("Hello there"),
			usage: { prompt_tokens: 3, completion_tokens: 13, total_tokens: 16 },
		};
		expect(await result(LLAMA, hello)).toEqual(answer);
		expect(await result(LLAMA, { prompt: "Hello there" })).toEqual(answer);
	});

	it("streams padded frames, the last with usage and no finish reason anywhere", async () => {
		const streamed = await frames(LLAMA, hello);
		expect(streamed.map((frame) => frame.response).join("")).toContain("Hello there");
		for (const frame of streamed) {
			expect(frame).toMatchObject({ tool_calls: [], p: expect.any(String) });
			expect(frame.choices).toBeUndefined();
		}
		expect(new Set(streamed.map((frame) => `${frame.p}`.length)).size).toBeGreaterThan(3);
		expect(streamed.filter((frame) => frame.usage !== undefined)).toEqual([streamed.at(-1)]);
	});

	it("stops after 256 tokens unless told otherwise", async () => {
		const reply = () => "x".repeat(2000);
		expect(await result(LLAMA, hello, { reply })).toMatchObject({
			response: "x".repeat(1024),
			usage: { completion_tokens: 256 },
		});
		expect(await result(LLAMA, { ...hello, max_tokens: 500 }, { reply })).toMatchObject({ response: "x".repeat(2000) });
	});

	it("calls tools with objects and without ids", async () => {
		const calls = [{ name: "get_weather", arguments: { city: "Paris" } }];
		expect(await result(LLAMA, ask)).toMatchObject({ response: null, tool_calls: calls });
		expect(await result(LLAMA, { ...ask, tools: [weather] })).toMatchObject({ tool_calls: calls });
		expect((await frames(LLAMA, ask))[0]?.tool_calls).toEqual(calls);
	});

	it("streams calls of other authors in fragments that end with nulls", async () => {
		const calls = (await frames("@cf/mistral/mistral-small-3.1-24b-instruct", ask)).flatMap(
			(frame) => frame.tool_calls ?? [],
		);
		expect(calls.map((call) => call.function?.arguments).join("")).toBe('{"city":"Paris"}');
		expect(calls.at(-1)).toMatchObject({ id: null, function: { name: null } });
	});

	it("gives an object in JSON mode for a bare schema, and fails for OpenAI's envelope", async () => {
		const schema = { type: "object", properties: { score: { type: "integer" } } };
		const format = (json_schema: object) => ({ ...hello, response_format: { type: "json_schema", json_schema } });
		expect(await result(LLAMA, format(schema))).toMatchObject({ response: { score: 1 } });
		expect((await rest(LLAMA, format({ name: "score", strict: true, schema }))).status).toBe(400);
	});
});

describe("Workers AI, chat completion models", () => {
	it("answers with choices and streams a growing usage on every chunk", async () => {
		const model = "@cf/openai/gpt-oss-120b";
		expect(await result(model, hello)).toMatchObject({
			object: "chat.completion",
			choices: [{ message: { content: expect.stringContaining("Hello there") }, finish_reason: "stop" }],
		});
		const streamed = await frames(model, { ...hello, reasoning_effort: "low" });
		const counts = streamed.map((frame) => frame.usage?.completion_tokens ?? -1);
		expect(counts).toEqual(counts.toSorted((a, b) => a - b));
		expect(counts[0]).toBe(0);
		expect(streamed.map((frame) => frame.choices?.[0]?.delta.reasoning_content ?? "").join("")).toContain(
			"Hello there",
		);
		expect(streamed.at(-1)).toMatchObject({ choices: [] });
	});

	it("streams shares of usage and one native total from gemma-4", async () => {
		const streamed = await frames("@cf/google/gemma-4-26b-a4b-it", hello);
		expect(streamed.at(-1)).toMatchObject({ response: "", usage: { prompt_tokens: 3, completion_tokens: 13 } });
		expect(streamed.slice(1, -1).every((frame) => frame.usage?.prompt_tokens === 0)).toBe(true);
	});

	it("names reasoning as the model does", async () => {
		expect(await result("@cf/moonshotai/kimi-k2.6", { ...hello, reasoning_effort: "high" })).toMatchObject({
			choices: [{ message: { reasoning: expect.stringContaining("Hello there") } }],
		});
	});
});

describe("Workers AI, embeddings", () => {
	it.each([
		["@cf/baai/bge-small-en-v1.5", 384],
		["@cf/baai/bge-base-en-v1.5", 768],
		["@cf/baai/bge-large-en-v1.5", 1024],
		["@cf/google/embeddinggemma-300m", 768],
		["@cf/qwen/qwen3-embedding-0.6b", 1024],
	])("%s has %i dimensions", async (model, dimensions) => {
		const { shape, data } = (await result(model, { text: ["a", "b"] })) as { shape: number[]; data: number[][] };
		expect([shape, data.map((vector) => vector.length)]).toEqual([
			[2, dimensions],
			[dimensions, dimensions],
		]);
	});

	it("adds an empty response to what bge-m3 gives", async () => {
		expect(await result("@cf/baai/bge-m3", { text: "a" })).toMatchObject({
			shape: [1, 1024],
			pooling: "cls",
			response: null,
		});
	});
});

describe("Workers AI errors", () => {
	const message = (content: unknown) => ({ messages: [{ role: "user", content }] });
	const url = { type: "image_url", image_url: { url: "https://example.com/a.png" } };
	it.each<[string, string, object, number]>([
		["an unknown model", "@cf/meta/no-such-model", hello, 5007],
		["a chat with a model that is for speech", "@cf/openai/whisper", hello, 5004],
		["a model without a prefix", "llama-3.1-8b", hello, 5007],
		["inputs without messages", LLAMA, {}, 5004],
		["no messages", LLAMA, { messages: [] }, 5004],
		["content null", LLAMA, message(null), 5004],
		["an image on the web", LLAMA, message([url]), 8001],
		["a tool whose description is null", LLAMA, { ...ask, tools: [{ ...weather, description: null }] }, 8001],
		["tool_choice any", LLAMA, { ...ask, tool_choice: "any" }, 8001],
		["a streamed JSON mode", LLAMA, { ...hello, stream: true, response_format: { type: "json_object" } }, 5023],
		[
			"JSON mode on a model without it",
			"@cf/meta/llama-3.2-3b-instruct",
			{ ...hello, response_format: { type: "json_object" } },
			5025,
		],
		["embeddings of no text", "@cf/baai/bge-m3", { text: [] }, 5004],
		["messages for embeddings", "@cf/baai/bge-m3", hello, 5004],
	])("answers 400 to %s", async (_, model, inputs, code) => {
		const response = await rest(model, inputs);
		expect(response.status).toBe(400);
		expect(await response.json()).toMatchObject({ success: false, errors: [{ code }] });
	});

	it.each([
		[3036, 429],
		[3040, 429],
		[5035, 403],
		[3007, 408],
	])("answers a scripted %i with status %i", async (code, status) => {
		expect((await rest(LLAMA, hello, { reply: () => ({ error: { code } }) })).status).toBe(status);
	});

	it.each([false, true])("fails when a call is cut by the token limit (streamed: %s)", async (stream) => {
		const response = await rest(LLAMA, { ...ask, stream, max_tokens: 1 });
		expect([response.status, await response.json()]).toMatchObject([400, { errors: [{ code: 8006 }] }]);
	});

	it("takes the model from the body when the address has none", async () => {
		const init = {
			method: "POST",
			headers: { authorization: "Bearer k" },
			body: JSON.stringify({ model: LLAMA, input: hello }),
		};
		const response = await createSimulator().fetch("https://api.cloudflare.com/client/v4/accounts/abc/ai/run", init);
		expect(await response.json()).toMatchObject({ success: true, result: { response: expect.any(String) } });
	});

	it("takes a file as the whole body, and options beside the inputs", async () => {
		const post = async (model: string, body: BodyInit, type: string) => {
			const headers = { authorization: "Bearer k", "content-type": type };
			const url = `https://api.cloudflare.com/client/v4/accounts/abc/ai/run/${model}`;
			return (await createSimulator().fetch(url, { method: "POST", headers, body })).json();
		};
		const sound = await post("@cf/openai/whisper", Uint8Array.of(1, 2, 3), "audio/mpeg");
		expect(sound).toMatchObject({ success: true, result: { text: expect.any(String) } });
		const busy = JSON.stringify({ ...hello, options: { rejectIfBusy: "yes" } });
		expect(await post(LLAMA, busy, "application/json")).toMatchObject({ success: false, errors: [{ code: 5004 }] });
		expect(await post(LLAMA, "{", "application/json")).toMatchObject({ success: false, errors: [{ code: 3003 }] });
	});

	it("asks for a key over REST", async () => {
		const response = await rest(LLAMA, hello, {}, {});
		expect([response.status, await response.json()]).toMatchObject([401, { errors: [{ code: 10000 }] }]);
	});
});

describe("Workers AI behind a local runtime's remote binding", () => {
	const send = (path: string, model: string, inputs: object) =>
		createSimulator().fetch("http://sim/", {
			method: "POST",
			headers: {
				"mf-url": `https://workers-binding.ai${path}`,
				"mf-binding": "AI",
				"mf-header-cf-consn-model-id": model,
			},
			body: JSON.stringify({ inputs, options: {} }),
		});

	it("answers the probe", async () => {
		expect((await createSimulator().fetch("http://sim/?MF-Binding=AI")).status).toBe(200);
	});

	it("answers without an envelope, with a content type that has no charset", async () => {
		const response = await send("/run?version=3", LLAMA, hello);
		expect(response.headers.get("content-type")).toBe("application/json");
		expect(response.headers.get("cf-aig-log-id")).toBe(null);
		expect(await response.json()).toMatchObject({ response: expect.any(String) });
	});

	it("gives a log id through a gateway", async () => {
		expect((await send("/ai-gateway/run?version=3", LLAMA, hello)).headers.get("cf-aig-log-id")).toMatch(/./);
	});

	it("answers errors in the platform's form", async () => {
		const response = await send("/run?version=3", "@cf/meta/no-such-model", hello);
		expect([response.status, await response.json()]).toMatchObject([
			400,
			{ internalCode: 5007, name: "AiError", description: expect.stringContaining("No such model") },
		]);
	});
});

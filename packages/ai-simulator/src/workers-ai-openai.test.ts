import OpenAI from "openai";
import { describe, expect, it } from "vitest";
import { createSimulator, type SimulatorOptions } from "./index.ts";

const LLAMA = "@cf/meta/llama-3.1-8b-instruct";
const GPT_OSS = "@cf/openai/gpt-oss-120b";
const baseURL = "https://api.cloudflare.com/client/v4/accounts/sim/ai/v1";
const messages = [{ role: "user" as const, content: "Hello there" }];
const schema = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };

function client(options?: SimulatorOptions, apiKey = "k"): OpenAI {
	const fetch = createSimulator(options).fetch as typeof globalThis.fetch;
	return new OpenAI({ baseURL, apiKey, fetch, maxRetries: 0, dangerouslyAllowBrowser: true });
}

describe("Workers AI's OpenAI-compatible endpoints in OpenAI's own client", () => {
	it("complete chats with models of both families", async () => {
		for (const model of [LLAMA, GPT_OSS]) {
			const { choices, usage } = await client().chat.completions.create({ model, messages });
			expect(choices[0]).toMatchObject({
				message: { content: expect.stringContaining("Hello there") },
				finish_reason: "stop",
			});
			expect(usage?.prompt_tokens).toBe(3);
		}
	});

	it("judge chats with a guard model", async () => {
		const model = "@cf/meta/llama-guard-3-8b";
		const { choices } = await client().chat.completions.create({ model, messages });
		expect(choices[0]?.message.content).toBe("safe");
	});

	it("stream responses of gpt-oss", async () => {
		const stream = await client().responses.create({ model: GPT_OSS, input: "Hello there", stream: true });
		let text = "";
		for await (const event of stream) if (event.type === "response.output_text.delta") text += event.delta;
		expect(text).toContain("Hello there");
	});

	it("stream chats", async () => {
		const stream = await client().chat.completions.create({ model: LLAMA, messages, stream: true });
		let text = "";
		for await (const { choices } of stream) text += choices[0]?.delta.content ?? "";
		expect(text).toContain("Hello there");
	});

	it("call tools with an id and arguments as text", async () => {
		const { choices } = await client().chat.completions.create({
			model: LLAMA,
			messages: [{ role: "user", content: "What about the weather in Paris? Use get_weather." }],
			tools: [{ type: "function", function: { name: "get_weather", parameters: schema } }],
		});
		expect(choices[0]?.message.tool_calls).toMatchObject([
			{ id: expect.stringMatching(/./), function: { name: "get_weather", arguments: '{"city":"Paris"}' } },
		]);
	});

	it("take a schema in OpenAI's envelope and not a bare one", async () => {
		const ask = (json_schema: object) =>
			client().chat.completions.create({
				model: LLAMA,
				messages,
				response_format: { type: "json_schema", json_schema: json_schema as { name: string } },
			});
		const { choices } = await ask({ name: "place", schema });
		expect(JSON.parse(choices[0]?.message.content ?? "")).toEqual({ city: expect.any(String) });
		await expect(ask(schema)).rejects.toMatchObject({ status: 400 });
	});

	it("embed, as numbers and as the client likes them", async () => {
		const model = "@cf/baai/bge-base-en-v1.5";
		const { data, usage } = await client().embeddings.create({ model, input: ["Hello", "there"] });
		expect(data.map(({ embedding }) => embedding.length)).toEqual([768, 768]);
		expect(usage).toEqual({ prompt_tokens: 4, total_tokens: 4 });
		const floats = await client().embeddings.create({ model, input: "Hello", encoding_format: "float" });
		expect(floats.data[0]?.embedding[0]).toBeCloseTo(data[0]?.embedding[0] ?? Number.NaN, 6);
	});

	it("embed in base64 only when asked to", async () => {
		const embed = async (format: object) => {
			const body = JSON.stringify({ model: "@cf/baai/bge-m3", input: "Hello", ...format });
			const init = { method: "POST", headers: { authorization: "Bearer k" }, body };
			const response = await createSimulator().fetch(`${baseURL}/embeddings`, init);
			return ((await response.json()) as { data: { embedding: unknown }[] }).data[0]?.embedding;
		};
		expect(await embed({})).toHaveLength(1024);
		expect(atob(String(await embed({ encoding_format: "base64" })))).toHaveLength(4096);
	});

	it("respond with gpt-oss", async () => {
		const response = await client().responses.create({ model: GPT_OSS, input: "Hello there" });
		expect(response.output_text).toContain("Hello there");
	});

	it.each<[string, (openai: OpenAI) => Promise<unknown>, number]>([
		["a model that does not exist", (openai) => openai.chat.completions.create({ model: "gpt-4.1", messages }), 400],
		[
			"a chat with a model for embeddings",
			(openai) => openai.chat.completions.create({ model: "@cf/baai/bge-m3", messages }),
			400,
		],
		["embeddings of a model for chats", (openai) => openai.embeddings.create({ model: LLAMA, input: "x" }), 400],
		["responses of other models than gpt-oss", (openai) => openai.responses.create({ model: LLAMA, input: "x" }), 400],
		["endpoints that there are not", (openai) => openai.moderations.create({ input: "x" }), 400],
	])("refuse %s", async (_, ask, status) => {
		await expect(ask(client())).rejects.toMatchObject({ status });
	});

	it("refuse a key that is not accepted", async () => {
		const asking = client({ keys: ["right"] }, "wrong").chat.completions.create({ model: LLAMA, messages });
		await expect(asking).rejects.toMatchObject({ status: 401 });
	});
});

import { describe, expect, it } from "vitest";
import { createSimulator, type SimulatorOptions } from "./index.ts";

const LLAMA = "@cf/meta/llama-3.1-8b-instruct";
const VISION = "@cf/meta/llama-3.2-11b-vision-instruct";
const GPT_OSS = "@cf/openai/gpt-oss-20b";
const hello = { messages: [{ role: "user", content: "Hello there" }] };
const json = { response_format: { type: "json_object" } };
const image = (url: string) => ({ messages: [{ role: "user", content: [{ type: "image_url", image_url: { url } }] }] });
const DATA = "data:image/png;base64,iVBORw0KGgo=";

async function run(model: string, inputs: object, options?: SimulatorOptions): Promise<unknown> {
	return createSimulator(options).ai.run(model, inputs);
}

describe("the families of text generation", () => {
	it.each([
		LLAMA,
		"@cf/meta/llama-4-scout-17b-16e-instruct",
		"@cf/mistralai/mistral-small-3.1-24b-instruct",
		"@cf/qwen/qwq-32b",
		"@cf/google/gemma-3-12b-it",
		"@cf/qwen/qwen2.5-coder-32b-instruct",
		"@hf/nousresearch/hermes-2-pro-mistral-7b",
	])("%s answers in the legacy form", async (model) => {
		expect(Object.keys((await run(model, hello)) as object)).toEqual(["response", "usage"]);
	});

	it.each([
		"@cf/zai-org/glm-4.7-flash",
		"@cf/zai-org/glm-5.3",
		"@cf/moonshotai/kimi-k2.7-code",
		"@cf/nvidia/nemotron-3-120b-a12b",
		"@cf/google/gemma-4-26b-a4b-it",
		"@cf/deepseek-ai/deepseek-v4-flash-0731",
		"@cf/qwen/qwen3.8-27b",
		"@cf/qwen/qwen3-30b-a3b-fp8",
		"@cf/aisingapore/gemma-sea-lion-v4-27b-it",
		GPT_OSS,
	])("%s answers with a chat completion", async (model) => {
		expect(await run(model, hello)).toMatchObject({ object: "chat.completion", model });
	});

	it("gpt-oss answers `input` with a response, streamed with its events", async () => {
		expect(await run(GPT_OSS, { input: "Hello there" })).toMatchObject({
			object: "response",
			output: expect.arrayContaining([
				expect.objectContaining({ type: "message", content: [expect.objectContaining({ type: "output_text" })] }),
			]),
		});
		const stream = (await run(GPT_OSS, { input: "Hello there", stream: true })) as ReadableStream;
		const events = (await new Response(stream).text()).match(/^event: .*/gm);
		expect([events?.[0], events?.at(-1)]).toEqual(["event: response.created", "event: response.completed"]);
		expect(events).toContain("event: response.output_text.delta");
	});

	it.each(["@cf/meta/llama-9-8b-instruct", "@cf/qwen/qwen4-30b", "@cf/zai-org/glm-6"])(
		"%s, newer than the catalogue, exists",
		async (model) => {
			expect(await run(model, hello)).toBeTypeOf("object");
		},
	);

	it.each(["@cf/meta/no-such-model", "@cf/nobody/llama-3-8b", "@cf/meta/lama-3-8b", "gpt-4.1-mini", "@cf/meta/"])(
		"%s does not exist, but with anyModel",
		async (model) => {
			await expect(run(model, hello)).rejects.toThrow(`5007: No such model ${model} or task`);
			const any = run(model, hello, { anyModel: true });
			if (model.includes("no-such")) await expect(any).rejects.toThrow("5007");
			else expect(await any).toMatchObject({ response: expect.any(String) });
		},
	);
});

describe("the checks of text generation", () => {
	it.each<[string, string, object, string]>([
		[
			"neither prompt nor messages",
			LLAMA,
			{},
			"5004: Bad input: Error: oneOf at '/' not met, 0 matches: required properties at '/' are 'prompt', required properties at '/' are 'messages'",
		],
		[
			"a temperature above 5",
			LLAMA,
			{ ...hello, temperature: 6 },
			"5004: Bad input: Error: '/temperature' must be <= 5 not met",
		],
		[
			"a limit as text",
			LLAMA,
			{ ...hello, max_tokens: "9" },
			"5004: Bad input: Error: Type mismatch of '/max_tokens', 'string' not in 'integer'",
		],
		[
			"a limit of none",
			LLAMA,
			{ ...hello, max_tokens: 0 },
			"5004: Bad input: Error: '/max_tokens' must be >= 1 not met",
		],
		[
			"stream as text",
			LLAMA,
			{ ...hello, stream: "true" },
			"5004: Bad input: Error: Type mismatch of '/stream', 'string' not in 'boolean'",
		],
		[
			"content that is null",
			LLAMA,
			{ messages: [{ role: "user", content: null }] },
			"5004: Bad input: Error: Type mismatch of '/messages/0/content', 'null' not in 'string','array'",
		],
		[
			"an unknown role",
			LLAMA,
			{ messages: [{ role: "robot", content: "x" }] },
			"5004: Bad input: Error: enum robot not in system,user,assistant,tool,developer at '/messages/0/role'",
		],
		[
			"a fine-tune where there is none",
			LLAMA,
			{ ...hello, lora: "mine" },
			`5005: ${LLAMA} does not support LoRA fine-tunes`,
		],
		[
			"a fine-tune that does not exist",
			"@cf/mistral/mistral-7b-instruct-v0.2-lora",
			{ ...hello, lora: "no-such-lora" },
			"3042: No such finetune no-such-lora",
		],
		[
			"an image on the web",
			"@cf/meta/llama-4-scout-17b-16e-instruct",
			image("https://example.com/a.png"),
			"8001: Invalid input: image_url must be a data URL",
		],
		[
			"thinking that cannot be switched off",
			GPT_OSS,
			{ ...hello, reasoning_effort: "none" },
			"5004: Bad input: Error: enum none not in low,medium,high at '/reasoning_effort'",
		],
		[
			"input and messages",
			GPT_OSS,
			{ ...hello, input: "Hello" },
			"5004: Bad input: Error: oneOf at '/' not met, 2 matches: 'input' and 'messages' exclude each other",
		],
		[
			"more than the context window",
			LLAMA,
			{ prompt: "x".repeat(31_000) },
			"5021: The estimated number of input and maximum output tokens (8006) exceeded this model context window limit (7968).",
		],
		[
			"JSON mode on a model without it",
			"@cf/meta/llama-4-scout-17b-16e-instruct",
			{ ...hello, ...json },
			"5025: This model doesn't support JSON Schema.",
		],
		[
			"JSON mode as a stream",
			LLAMA,
			{ ...hello, ...json, stream: true },
			"5023: JSON Schema mode is not supported with stream mode.",
		],
		[
			"JSON mode in OpenAI's envelope",
			LLAMA,
			{ ...hello, response_format: { type: "json_schema", json_schema: { name: "a", schema: { type: "object" } } } },
			"5004: JSON Mode couldn't be met",
		],
		[
			"an unknown format",
			LLAMA,
			{ ...hello, response_format: { type: "xml" } },
			"5004: Bad input: Error: required properties at '/response_format' are 'type', and 'json_schema' for the type json_schema",
		],
	])("refuse %s", async (_, model, inputs, message) => {
		await expect(run(model, inputs)).rejects.toMatchObject({ name: "AiError", message });
	});

	it("say that an answer is no JSON when the model writes none", async () => {
		await expect(run(LLAMA, { ...hello, ...json }, { reply: () => "no JSON" })).rejects.toThrow(
			"5004: JSON Mode couldn't be met",
		);
	});

	it("let a fine-tune through where there may be one, and options that are null", async () => {
		expect(await run("@cf/mistral/mistral-7b-instruct-v0.2-lora", { ...hello, lora: "mine" })).toHaveProperty(
			"response",
		);
		expect(await run(LLAMA, { ...hello, temperature: null, max_tokens: null })).toHaveProperty("response");
	});

	it("let newer models see images by their address", async () => {
		expect(await run("@cf/moonshotai/kimi-k2.6", image("https://example.com/a.png"))).toMatchObject({
			choices: [{ message: { content: expect.stringContaining("I saw an image.") } }],
		});
	});
});

describe("llama-3.2-11b-vision", () => {
	it("wants its licence agreed to once", async () => {
		const { ai, reset } = createSimulator();
		await expect(ai.run(VISION, hello)).rejects.toThrow("5016: Model Agreement");
		await expect(ai.run(VISION, { prompt: "agree" })).rejects.toThrow("5016: Thank you for agreeing");
		expect(await ai.run(VISION, hello)).toHaveProperty("response");
		reset();
		await expect(ai.run(VISION, hello)).rejects.toThrow("5016");
	});

	it("takes an image as bytes, as base64 and as a data URL, and none from the web", async () => {
		const { ai } = createSimulator();
		await ai.run(VISION, { prompt: "agree" }).catch(() => {});
		const seen = { response: expect.stringContaining("I saw an image.") };
		expect(await ai.run(VISION, { prompt: "What is it?", image: [0x89, 0x50] })).toMatchObject(seen);
		expect(await ai.run(VISION, { ...hello, image: "iVBORw0KGgo=" })).toMatchObject(seen);
		expect(await ai.run(VISION, image(DATA))).toMatchObject(seen);
		await expect(ai.run(VISION, image("https://example.com/a.png"))).rejects.toThrow("8001");
	});
});

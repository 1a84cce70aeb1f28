import { describe, expect, it } from "vitest";
import { createSimulator, type SimulatorOptions } from "./index.ts";

type Vectors = { shape: number[]; data: number[][]; response?: unknown; pooling?: string };

async function run<Output>(model: string, inputs: object, options?: SimulatorOptions): Promise<Output> {
	return (await createSimulator(options).ai.run(model, inputs)) as Output;
}

const dot = (a: readonly number[] = [], b: readonly number[] = []) =>
	a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);

const story = {
	query: "A story about an orange cloud",
	contexts: [
		{ text: "Quarterly revenue grew" },
		{ text: "This is a story about an orange cloud" },
		{ text: "A story about a llama" },
	],
};

describe("embeddings", () => {
	const model = "@cf/baai/bge-base-en-v1.5";

	it("are the same for the same text and near for near ones", async () => {
		const texts = ["The cat sat on the mat", "A cat sat on a mat", "Quarterly revenue grew by nine percent"];
		const { data } = await run<Vectors>(model, { text: texts });
		expect((await run<Vectors>(model, { text: texts[0] })).data[0]).toEqual(data[0]);
		expect(dot(data[0], data[1])).toBeGreaterThan(dot(data[0], data[2]) + 0.3);
	});

	it("do not mix poolings, and say which it is", async () => {
		const mean = await run<Vectors>(model, { text: "Hello" });
		const cls = await run<Vectors>(model, { text: "Hello", pooling: "cls" });
		expect([mean.pooling, cls.pooling]).toEqual(["mean", "cls"]);
		expect(dot(mean.data[0], cls.data[0])).toBeLessThan(0.5);
	});

	it("of bge-m3 come with an empty response, as a ranking, or under another name", async () => {
		const m3 = "@cf/baai/bge-m3";
		expect(await run(m3, { text: ["a", "b"] })).toMatchObject({ shape: [2, 1024], response: null, pooling: "cls" });
		const ranked = await run<{ response: { id: number; score: number }[] }>(m3, story);
		expect(Object.keys(ranked)).toEqual(["response"]);
		expect(ranked.response.map(({ id }) => id)).toEqual([1, 2, 0]);
		const { response, ...rest } = await run<{ response: number[][] }>(m3, { contexts: story.contexts });
		expect(response.map((vector) => vector.length)).toEqual([1024, 1024, 1024]);
		expect(rest).toEqual({ shape: [3, 1024], pooling: "cls" });
	});

	it("of other authors have no pooling, and take their own inputs", async () => {
		const qwen = "@cf/qwen/qwen3-embedding-0.6b";
		const asked = await run<Vectors>(qwen, { queries: "cat", documents: ["cats", "dogs"], instruction: "Find" });
		expect(asked.shape).toEqual([3, 1024]);
		expect(Object.keys(await run<Vectors>("@cf/pfnet/plamo-embedding-1b", { text: "a" }))).toEqual(["shape", "data"]);
		expect((await run<Vectors>("@cf/google/embeddinggemma-300m", { text: "a" })).shape).toEqual([1, 768]);
	});

	it.each<[string, string, object, string]>([
		[
			"no text",
			model,
			{},
			"oneOf at '/' not met, 0 matches: required properties at '/' are 'text', required properties at '/' are 'requests'",
		],
		["101 texts", model, { text: Array(101).fill("a") }, "Length of '/text' must be from 1 to 100"],
		["a number among the texts", model, { text: ["a", 1] }, "Type mismatch of '/text/1', 'integer' not in 'string'"],
		["an empty text", model, { text: ["a", ""] }, "Length of '/text/1' must be >= 1 not met"],
		["another pooling", model, { text: "a", pooling: "max" }, "enum max not in mean,cls at '/pooling'"],
		["queries for bge", model, { queries: ["a"] }, "oneOf at '/' not met"],
		[
			"texts for contexts",
			"@cf/baai/bge-m3",
			{ query: "a", contexts: ["a"] },
			"Type mismatch of '/contexts/0', 'string' not in 'object'",
		],
	])("refuse %s", async (_, name, inputs, message) => {
		await expect(run(name, inputs)).rejects.toThrow(`5004: Bad input: Error: ${message}`);
	});
});

describe("the other tasks", () => {
	it("rank contexts, the best first and no more than asked for", async () => {
		const { response } = await run<{ response: { id: number; score: number }[] }>("@cf/baai/bge-reranker-base", {
			...story,
			top_k: 2,
		});
		expect(response.map(({ id }) => id)).toEqual([1, 2]);
		expect(response.every(({ score }) => score > 0 && score < 1)).toBe(true);
	});

	it("give both labels of a sentiment in a list", async () => {
		const model = "@cf/huggingface/distilbert-sst-2-int8";
		const scores = await run<{ label: string; score: number }[]>(model, { text: "This is a great pizza" });
		expect(scores.map(({ label }) => label)).toEqual(["NEGATIVE", "POSITIVE"]);
		expect(scores[1]?.score).toBeGreaterThan(0.9);
		expect((await run<{ score: number }[]>(model, { text: "What an awful pizza" }))[0]?.score).toBeGreaterThan(0.9);
	});

	it("label an image, and find objects with their boxes", async () => {
		const image = [0x89, 0x50, 0x4e, 0x47, 1, 2, 3];
		const labels = await run<{ label: string; score: number }[]>("@cf/microsoft/resnet-50", { image });
		expect(labels).toHaveLength(5);
		expect(labels.map(({ score }) => score)).toEqual(labels.map(({ score }) => score).toSorted((a, b) => b - a));
		const found = await run<{ box: Record<string, number> }[]>("@cf/facebook/detr-resnet-50", { image });
		expect(found.length).toBeGreaterThan(0);
		for (const { box } of found) {
			expect(Object.keys(box)).toEqual(["xmin", "ymin", "xmax", "ymax"]);
			expect(Number(box.xmax)).toBeGreaterThan(Number(box.xmin));
		}
	});

	it("find objects within the image", async () => {
		const { ai } = createSimulator();
		for (const model of ["@cf/lykon/dreamshaper-8-lcm", "@cf/leonardo/phoenix-1.0"]) {
			const drawn = (await ai.run(model, { prompt: "x", width: 300, height: 257 })) as ReadableStream;
			const image = [...new Uint8Array(await new Response(drawn).arrayBuffer())];
			const found = (await ai.run("@cf/facebook/detr-resnet-50", { image })) as {
				box: { xmax: number; ymax: number };
			}[];
			expect(Math.max(...found.map(({ box }) => box.xmax))).toBeLessThanOrEqual(300);
			expect(Math.max(...found.map(({ box }) => box.ymax))).toBeLessThanOrEqual(257);
		}
	});

	it("describe an image, also one that the simulator drew", async () => {
		const { ai } = createSimulator();
		const drawn = (await ai.run("@cf/stabilityai/stable-diffusion-xl-base-1.0", {
			prompt: "a red barn",
		})) as ReadableStream;
		const image = [...new Uint8Array(await new Response(drawn).arrayBuffer())];
		expect(await ai.run("@cf/llava-hf/llava-1.5-7b-hf", { image, prompt: "What is it?" })).toEqual({
			description: 'An image of a red barn. You asked "What is it?". This description is simulated.',
		});
		expect(await ai.run("@cf/unum/uform-gen2-qwen-500m", { image: [1, 2] })).toEqual({
			description: "An image. This description is simulated.",
		});
	});

	it("answer a task on an image", async () => {
		const model = "@cf/moondream/moondream3.1-9B-A2B";
		const image = "data:image/png;base64,iVBORw0KGgo=";
		expect(await run(model, { task: "detect", image, target: "cat" })).toMatchObject({ answer: null, objects: [{}] });
		expect(await run(model, { question: "Why?" })).toMatchObject({
			answer: expect.stringContaining("Why?"),
			objects: null,
		});
	});

	it("translate by naming the language, and summarise by the first sentence", async () => {
		expect(await run("@cf/meta/m2m100-1.2b", { text: "Hello", target_lang: "fr" })).toEqual({
			translated_text: "[fr] Hello",
		});
		const indic = { text: ["Hello", "Bye"], target_language: "tam_Taml" };
		expect(await run("@cf/ai4bharat/indictrans2-en-indic-1B", indic)).toEqual({
			translations: ["[tam_Taml] Hello", "[tam_Taml] Bye"],
		});
		const input_text = "The tower is 324 metres tall. It was the first of its kind.";
		expect(await run("@cf/facebook/bart-large-cnn", { input_text })).toEqual({
			summary: "The tower is 324 metres tall.",
		});
	});

	it("say what a script says", async () => {
		const reply: NonNullable<SimulatorOptions["reply"]> = ({ operation }) =>
			operation === "translate" ? "Bonjour" : undefined;
		const inputs = { text: "Hello", target_lang: "fr" };
		expect(await run("@cf/meta/m2m100-1.2b", inputs, { reply })).toEqual({ translated_text: "Bonjour" });
	});

	it("fail as a script says", async () => {
		const script = [{ when: { operation: "image" as const }, reply: { error: { code: 3040 } } }];
		const drawing = run("@cf/lykon/dreamshaper-8-lcm", { prompt: "x" }, { script });
		await expect(drawing).rejects.toThrow("3040: Capacity temporarily exceeded");
	});

	it.each<[string, string, object, string]>([
		[
			"a ranking without a query",
			"@cf/baai/bge-reranker-base",
			{ contexts: [] },
			"required properties at '/' are 'query'",
		],
		[
			"a sentiment of a list",
			"@cf/huggingface/distilbert-sst-2-int8",
			{ text: ["a"] },
			"Type mismatch of '/text', 'array' not in 'string'",
		],
		[
			"a translation into no language",
			"@cf/meta/m2m100-1.2b",
			{ text: "Hello" },
			"required properties at '/' are 'target_lang'",
		],
		[
			"a language that is none",
			"@cf/ai4bharat/indictrans2-en-indic-1B",
			{ text: "Hello", target_language: "fr" },
			"enum fr not in asm_Beng",
		],
		[
			"a summary of `text`",
			"@cf/facebook/bart-large-cnn",
			{ text: "Hello" },
			"required properties at '/' are 'input_text'",
		],
		["no image", "@cf/microsoft/resnet-50", {}, "required properties at '/' are 'image'"],
		[
			"an address for an image",
			"@cf/facebook/detr-resnet-50",
			{ image: "https://example.com/a.png" },
			"Type mismatch of '/image', 'string' not in 'array'",
		],
	])("refuse %s", async (_, name, inputs, message) => {
		await expect(run(name, inputs)).rejects.toThrow(`5004: Bad input: Error: ${message}`);
	});
});

describe("llama-guard", () => {
	const model = "@cf/meta/llama-guard-3-8b";
	const ask = (content: string) => ({ messages: [{ role: "user", content }] });

	it("finds hazards, as text or as an object", async () => {
		expect(await run(model, ask("Hello"))).toMatchObject({
			response: "safe",
			usage: { total_tokens: expect.any(Number) },
		});
		expect(await run(model, ask("hazard:S1 and hazard:S9"))).toMatchObject({ response: "unsafe\nS1,S9" });
		const json = { response_format: { type: "json_object" } };
		expect(await run(model, { ...ask("hazard:S1"), ...json })).toMatchObject({
			response: { safe: false, categories: ["S1"] },
		});
		expect(await run(model, { ...ask("Hello"), ...json })).toMatchObject({ response: { safe: true } });
	});

	it("wants user and assistant in turns, and nobody else", async () => {
		const system = { messages: [{ role: "system", content: "Be good" }] };
		await expect(run(model, system)).rejects.toThrow("enum system not in user at '/messages/0/role'");
		const twice = { messages: [...ask("a").messages, ...ask("b").messages] };
		await expect(run(model, twice)).rejects.toThrow("enum user not in assistant at '/messages/1/role'");
		await expect(run(model, { prompt: "Hello" })).rejects.toThrow("required properties at '/' are 'messages'");
	});
});

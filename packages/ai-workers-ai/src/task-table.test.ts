import { createGateway } from "@workkit/ai-core";
import { createSimulator } from "@workkit/ai-simulator";
import { describe, expect, it } from "vitest";
import { decodePng, parseJpeg, parseMp3, parseWav } from "../test/real-files.ts";
import { workersAi, workersAiTasks } from "./index.ts";

const { ai: binding } = createSimulator();
const gateway = createGateway({
	providers: { ai: { ...workersAi({ binding }), ...workersAiTasks({ binding }) } },
	defaultProvider: "ai",
});

const sentence = "The ship came home at last.";
const none = new Uint8Array();
const drawn = async (model: string, more: object = {}): Promise<Uint8Array> => {
	const { images } = await gateway.image(model, { prompt: "a red fox", ...more });
	return images[0]?.bytes ?? none;
};
const spoken = async (model: string, more: object = {}): Promise<Uint8Array> => {
	const { audio } = await gateway.speak(model, { text: sentence, ...more });
	return audio.bytes ?? none;
};
const png = await drawn("@cf/stabilityai/stable-diffusion-xl-base-1.0", { width: 256, height: 320 });
const sound = await spoken("@cf/deepgram/aura-1");

/** The rows of the platform's tasks beside text, in the order of its documentation: real files in and out. */
describe("each row of the table of tasks", () => {
	it.each([
		["@cf/baai/bge-small-en-v1.5", 384],
		["@cf/baai/bge-base-en-v1.5", 768],
		["@cf/baai/bge-large-en-v1.5", 1024],
	])("embeddings: %s, %d numbers per text, pooled as asked for", async (model, dimensions) => {
		const text = ["one", "two"];
		const { vectors } = await gateway.embed(model, { text });
		expect(vectors.map((vector) => vector.length)).toEqual([dimensions, dimensions]);
		const { vectors: other } = await gateway.embed(model, { text, pooling: "cls" });
		expect(other).not.toEqual(vectors);
	});

	it("bge-m3: vectors, ranks and its other forms", async () => {
		const model = "@cf/baai/bge-m3";
		expect((await gateway.embed(model, { text: "one" })).vectors[0]).toHaveLength(1024);
		const documents = ["Bread is baked.", "A cat is a small animal."];
		expect((await gateway.rerank(model, { query: "cat", documents })).results[0]?.index).toBe(1);
		const { raw } = await gateway.run(model, { contexts: [{ text: "one" }, { text: "two" }] });
		expect(raw).toMatchObject({ response: [expect.any(Array), expect.any(Array)] });
	});

	it.each([
		["@cf/qwen/qwen3-embedding-0.6b", 1024],
		["@cf/google/embeddinggemma-300m", 768],
		["@cf/pfnet/plamo-embedding-1b", 2048],
	])("embeddings: %s, %d numbers per text", async (model, dimensions) => {
		expect((await gateway.embed(model, { text: ["one"] })).vectors[0]).toHaveLength(dimensions);
	});

	it("qwen3-embedding: queries and documents", async () => {
		const { raw } = await gateway.run("@cf/qwen/qwen3-embedding-0.6b", { queries: "cat", instruction: "Find it." });
		expect(raw).toMatchObject({ shape: [1, 1024] });
	});

	it("bge-reranker-base", async () => {
		const documents = ["Bread is baked.", "Cats purr.", "A cat is a small animal."];
		const { results } = await gateway.rerank("@cf/baai/bge-reranker-base", {
			query: "a small cat",
			documents,
			topN: 2,
		});
		expect(results.map(({ document }) => document)).toEqual([documents[2], expect.any(String)]);
	});

	it("flux-1-schnell: a JPEG", async () => {
		expect(parseJpeg(await drawn("@cf/black-forest-labs/flux-1-schnell", { steps: 4, seed: 1 }))).toEqual({
			width: 1024,
			height: 1024,
		});
	});

	it.each(["dev", "klein-4b", "klein-9b"])("flux-2-%s: a form with pictures in, a JPEG out", async (name) => {
		const bytes = await drawn(`@cf/black-forest-labs/flux-2-${name}`, { image: [png, png], width: 640, height: 352 });
		expect(parseJpeg(bytes)).toEqual({ width: 640, height: 352 });
	});

	it.each(["lucid-origin", "phoenix-1.0"])("leonardo %s: a JPEG", async (name) => {
		expect(parseJpeg(await drawn(`@cf/leonardo/${name}`, { width: 512, height: 512 })).width).toBe(512);
	});

	it.each([
		["@cf/stabilityai/stable-diffusion-xl-base-1.0", {}],
		["@cf/lykon/dreamshaper-8-lcm", {}],
		["@cf/runwayml/stable-diffusion-v1-5-img2img", { image: png }],
		["@cf/runwayml/stable-diffusion-v1-5-inpainting", { image: png, mask: png }],
	])("%s: a PNG that decodes", async (model, more) => {
		expect(await decodePng(await drawn(model, { width: 256, height: 264, steps: 4, ...more }))).toEqual({
			width: 256,
			height: 264,
		});
	});

	it.each([
		["@cf/openai/whisper", "words"],
		["@cf/openai/whisper-tiny-en", "words"],
		["@cf/openai/whisper-large-v3-turbo", "segments"],
		["@cf/deepgram/nova-3", "words"],
	] as const)("%s: a sound in, what it says and its %s out", async (model, timed) => {
		const output = await gateway.transcribe(model, { audio: sound });
		expect(output.text).toBe(sentence);
		expect(output[timed]?.[0]).toMatchObject({ start: expect.any(Number), end: expect.any(Number) });
	});

	it("deepgram flux: over a WebSocket only, which is told", async () => {
		await expect(gateway.transcribe("@cf/deepgram/flux", { audio: sound })).rejects.toMatchObject({
			code: "WORKKIT_VALIDATION",
			message: expect.stringContaining("WebSocket"),
		});
	});

	it("smart-turn-v2: the raw answer", async () => {
		const audio = btoa(String.fromCharCode(...sound));
		const { raw } = await gateway.run("@cf/pipecat-ai/smart-turn-v2", { audio, dtype: "uint8" });
		expect(raw).toMatchObject({ is_complete: true, probability: expect.any(Number) });
	});

	it("melotts: an MP3", async () => {
		expect(parseMp3(await spoken("@cf/myshell-ai/melotts"))).toBeGreaterThan(1);
	});

	it.each(["aura-1", "aura-2-en", "aura-2-es"])("deepgram %s: an MP3, or a WAV", async (name) => {
		expect(parseMp3(await spoken(`@cf/deepgram/${name}`))).toBeGreaterThan(1);
		expect(parseWav(await spoken(`@cf/deepgram/${name}`, { format: "wav" }))).toBeGreaterThan(1);
	});

	it.each([
		["@cf/meta/m2m100-1.2b", "fr"],
		["@cf/ai4bharat/indictrans2-en-indic-1B", "tam_Taml"],
	])("%s", async (model, to) => {
		expect((await gateway.translate(model, { text: sentence, to })).text).toBe(`[${to}] ${sentence}`);
	});

	it("bart-large-cnn", async () => {
		const { text } = await gateway.summarize("@cf/facebook/bart-large-cnn", {
			text: `${sentence} More.`,
			maxLength: 4,
		});
		expect(text).toBe("The ship came home");
	});

	it("distilbert-sst-2", async () => {
		const { labels } = await gateway.classify("@cf/huggingface/distilbert-sst-2-int8", { text: "I love it" });
		expect(labels.map(({ label }) => label)).toEqual(["POSITIVE", "NEGATIVE"]);
	});

	it("resnet-50 and detr: a PNG in", async () => {
		expect((await gateway.classify("@cf/microsoft/resnet-50", { image: png })).labels).toHaveLength(5);
		const { labels } = await gateway.classify("@cf/facebook/detr-resnet-50", { image: png });
		expect(labels[0]?.box).toEqual({
			xmin: expect.any(Number),
			ymin: expect.any(Number),
			xmax: expect.any(Number),
			ymax: expect.any(Number),
		});
	});

	it("llama-guard-3: labels, or text", async () => {
		const model = "@cf/meta/llama-guard-3-8b";
		const { labels } = await gateway.classify(model, { text: "hazard:S1" });
		expect(labels.map(({ label }) => label)).toEqual(["unsafe", "S1"]);
		const messages = [{ role: "user", content: "hazard:S1" }] as const;
		expect((await gateway.run(model, { messages })).text).toContain("unsafe");
	});

	it("batches: of any of them", async () => {
		const model = "@cf/baai/bge-base-en-v1.5";
		const { id, status } = await gateway.batch(model, { requests: [{ text: "one", reference: "a" }] });
		expect(status).toBe("queued");
		let output = await gateway.batch(model, { id });
		while (output.status !== "done") output = await gateway.batch(model, { id });
		expect(output.results).toMatchObject([{ reference: "a", output: { shape: [1, 768] } }]);
	});
});

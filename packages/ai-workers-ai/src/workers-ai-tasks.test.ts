import { createGateway, mediaTypeOf, toBase64 } from "@workkit/ai-core";
import { createSimulator } from "@workkit/ai-simulator";
import { UnsupportedOperationError, ValidationError } from "@workkit/errors";
import { describe, expect, it } from "vitest";
import { type Asked, recorder } from "../test/exchange.ts";
import { type WorkersAiBinding, type WorkersAiOptions, workersAi, workersAiTasks } from "./index.ts";

const gatewayOf = (options: WorkersAiOptions) =>
	createGateway({ providers: { ai: { ...workersAi(options), ...workersAiTasks(options) } }, defaultProvider: "ai" });

function simulated(options: Omit<WorkersAiOptions, "binding"> = {}) {
	const simulator = createSimulator({ gateway: { gateways: ["my-gateway"] } });
	return { simulator, gateway: gatewayOf({ binding: simulator.ai, ...options }) };
}
const { gateway } = simulated();

const whisper = "@cf/openai/whisper";
const flux2 = "@cf/black-forest-labs/flux-2-dev";
const sdxl = "@cf/stabilityai/stable-diffusion-xl-base-1.0";
const aura = "@cf/deepgram/aura-1";
const text = "The quick brown fox jumps over the lazy dog.";

/** A real picture and a real sound, which know what they show and say. */
const picture = await gateway.image(sdxl, { prompt: "a red fox", width: 256, height: 320 });
const png = picture.images[0]?.bytes as Uint8Array;
const { audio } = await gateway.speak(aura, { text });
const mp3 = audio.bytes as Uint8Array;

/** How the caller may have a file. */
const kinds: readonly [string, (bytes: Uint8Array) => Uint8Array | ArrayBuffer | Blob | ReadableStream | string][] = [
	["bytes", (bytes) => bytes],
	["a buffer", (bytes) => bytes.slice().buffer],
	["a Blob", (bytes) => new Blob([bytes])],
	["a stream", (bytes) => new Blob([bytes]).stream()],
	["base64", toBase64],
];

/** Width and height that a PNG's header tells, when its first and last chunks are in their places. */
function pngSize(bytes: Uint8Array): number[] {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
	const end = [...bytes.subarray(-8, -4)].map((code) => String.fromCharCode(code)).join("");
	return end === "IEND" ? [view.getUint32(16), view.getUint32(20)] : [];
}

describe("image", () => {
	it.each([
		["@cf/black-forest-labs/flux-1-schnell", "image/jpeg"],
		[flux2, "image/jpeg"],
		["@cf/black-forest-labs/flux-2-klein-4b", "image/jpeg"],
		["@cf/leonardo/lucid-origin", "image/jpeg"],
		["@cf/leonardo/phoenix-1.0", "image/jpeg"],
		[sdxl, "image/png"],
		["@cf/lykon/dreamshaper-8-lcm", "image/png"],
	])("of %s is a file of the type %s", async (model, mediaType) => {
		const output = await gateway.image(model, { prompt: "a sunset", steps: 4, seed: 3 });
		expect(output).toMatchObject({ provider: "ai", model, images: [{ mediaType }], receipt: { attempts: [{}] } });
		expect(mediaTypeOf(output.images[0]?.bytes ?? new Uint8Array())).toBe(mediaType);
	});

	it("has the size that was asked for", () => {
		expect(pngSize(png)).toEqual([256, 320]);
	});

	it.each(kinds)("starts from a picture given as %s", async (_, make) => {
		const model = "@cf/runwayml/stable-diffusion-v1-5-img2img";
		const { images } = await gateway.image(model, { prompt: "a fox", image: make(png) });
		const other = await gateway.image(model, { prompt: "a fox", image: mp3 });
		expect([images[0]?.mediaType, images[0]?.bytes.length === other.images[0]?.bytes.length]).toEqual([
			"image/png",
			false,
		]);
	});

	it("is changed behind a mask", async () => {
		const model = "@cf/runwayml/stable-diffusion-v1-5-inpainting";
		const { images } = await gateway.image(model, { prompt: "a fox", image: png, mask: new Blob([png]) });
		expect(images[0]?.mediaType).toBe("image/png");
	});

	it("goes as a form with all its pictures and settings to a model that wants one", async () => {
		const { asked, binding } = recorder(() => Response.json({ image: toBase64(png) }));
		await gatewayOf({ binding }).image(flux2, { prompt: "both", image: [png, new Blob([png])], width: 512, steps: 4 });
		const { body, contentType } = (asked[0] as Asked).inputs.multipart as { body: ReadableStream; contentType: string };
		const form = await new Response(body, { headers: { "content-type": contentType } }).formData();
		const sent = [...form].map(([name, value]) => [name, typeof value === "string" ? value : value.type]);
		expect(Object.fromEntries(sent)).toEqual({
			prompt: "both",
			width: "512",
			steps: "4",
			input_image_0: "image/png",
			input_image_1: "image/png",
		});
	});

	it("warns where a mask has no place", async () => {
		const output = await gateway.image(flux2, { prompt: "both", image: png, mask: png });
		expect(output.warnings).toEqual(["`mask` is not sent: the model takes pictures only."]);
	});

	it("warns where only one of several pictures is sent", async () => {
		const output = await gateway.image(sdxl, { prompt: "both", image: [png, png] });
		expect(output.warnings).toEqual(["Only the first image is sent."]);
	});
});

describe("transcribe", () => {
	const models = [
		whisper,
		"@cf/openai/whisper-tiny-en",
		"@cf/openai/whisper-large-v3-turbo",
		"@cf/deepgram/nova-3",
		"@cf/nvidia/nemotron-speech-streaming-en-0.6b",
	];
	it.each(models.flatMap((model) => kinds.map(([kind, make]) => [model, kind, make] as const)))(
		"by %s hears what is said in %s",
		async (model, _, make) => {
			expect((await gateway.transcribe(model, { audio: make(mp3), language: "en" })).text).toBe(text);
		},
	);

	it("has words and passages with their times, and subtitles", async () => {
		const { words = [], segments, vtt } = await gateway.transcribe("@cf/openai/whisper-large-v3-turbo", { audio: mp3 });
		expect(words.map((word) => word.text).join(" ")).toBe(text);
		expect(words.every(({ start, end }) => start < end)).toBe(true);
		expect(segments?.[0]?.text).toBe(text);
		expect(vtt).toMatch(/^WEBVTT/);
		const nova = await gateway.transcribe("@cf/deepgram/nova-3", { audio: mp3 });
		expect([nova.words?.[0]?.text, nova.segments, nova.vtt]).toEqual(["The", undefined, undefined]);
	});

	it("sends the type that a body has", async () => {
		const { asked, binding } = recorder(() => Response.json({ text: "x" }));
		const ask = (mediaType?: string) =>
			gatewayOf({ binding }).transcribe("@cf/deepgram/nova-3", { audio: mp3, ...(mediaType && { mediaType }) });
		await ask();
		await ask("audio/x-mine");
		const types = asked.map(({ inputs }) => (inputs.audio as { contentType: string }).contentType);
		expect(types).toEqual(["audio/mpeg", "audio/x-mine"]);
	});

	it.each([whisper, "@cf/openai/whisper-large-v3-turbo", "@cf/deepgram/nova-3"])(
		"by %s refuses what is no sound",
		async (model) => {
			const page = new TextEncoder().encode("<html><body>This is a page and not a sound.</body></html>");
			await expect(gateway.transcribe(model, { audio: page })).rejects.toMatchObject({
				code: "WORKKIT_VALIDATION",
				retryable: false,
				context: { provider: "ai", model, status: 400, vendorCode: 3030 },
			});
		},
	);

	it.each([
		["", "audio"],
		["?!", "audio"],
	])("refuses %j before anything is sent", async (sound) => {
		const { asked, binding } = recorder();
		await expect(gatewayOf({ binding }).transcribe(whisper, { audio: sound })).rejects.toThrow(ValidationError);
		expect(asked).toEqual([]);
	});
});

describe("a model that the table of names does not know", () => {
	/** A model that wants its sound or picture in one form, and says so as the platform does. */
	function picky(wants: string, answer: object) {
		return {
			asked: [] as string[],
			async run(_: string, inputs: Record<string, unknown>): Promise<Response> {
				const sound = inputs.audio ?? inputs.image;
				const found = Array.isArray(sound) ? "array" : inputs.multipart ? "multipart" : typeof sound;
				this.asked.push(found);
				if (found === wants) return Response.json(answer);
				const description =
					wants === "multipart"
						? "Bad input: Error: required properties at '/' are 'multipart'"
						: `Bad input: Error: Type mismatch of '/audio', '${found}' not in '${wants}'`;
				return Response.json({ internalCode: 5004, description, name: "AiError" }, { status: 400 });
			},
		};
	}

	it.each(["array", "string", "object"])("is given what it asks for: %s, at once the next time", async (wants) => {
		const binding = picky(wants, { text: "heard" });
		const mine = gatewayOf({ binding });
		const first = await mine.transcribe("@cf/new/model", { audio: mp3 });
		const tries = binding.asked.length;
		await mine.transcribe("@cf/new/model", { audio: mp3 });
		expect([first.text, tries <= 2, binding.asked.slice(tries)]).toEqual(["heard", true, [wants]]);
		expect(first.receipt.attempts).toHaveLength(1);
	});

	it("is given a form when it wants one", async () => {
		const binding = picky("multipart", { image: toBase64(png) });
		const { images } = await gatewayOf({ binding }).image("@cf/new/model", { prompt: "a fox" });
		expect([images[0]?.mediaType, binding.asked]).toEqual(["image/png", ["undefined", "multipart"]]);
	});

	it("fails with its own words when it wants something else", async () => {
		const { asked, binding } = recorder(() =>
			Response.json({ internalCode: 5004, description: "Bad input: no such language" }, { status: 400 }),
		);
		await expect(gatewayOf({ binding }).transcribe("@cf/new/model", { audio: mp3 })).rejects.toThrow(
			"no such language",
		);
		expect(asked).toHaveLength(1);
	});
});

describe("speak", () => {
	it.each([
		["@cf/myshell-ai/melotts", {}, "audio/mpeg"],
		[aura, {}, "audio/mpeg"],
		[aura, { format: "wav" }, "audio/wav"],
		[aura, { format: "ogg" }, "audio/ogg"],
		[aura, { format: "flac" }, "audio/flac"],
		[aura, { format: "aac" }, "audio/aac"],
		[aura, { format: "pcm" }, "audio/l16"],
		["@cf/deepgram/aura-2-en", { voice: "luna" }, "audio/mpeg"],
		["@cf/deepgram/aura-2-es", { format: "opus" }, "audio/ogg"],
	])("by %s with %o is a sound of the type %s", async (model, options, mediaType) => {
		const whole = await gateway.speak(model, { text, ...options });
		expect(whole.audio.mediaType).toBe(mediaType);
		const live = await gateway.speak(model, { text, ...options, stream: true });
		expect(live.audio.mediaType).toBe(mediaType);
		expect(new Uint8Array(await new Response(live.audio.stream).arrayBuffer())).toEqual(whole.audio.bytes);
		if (mediaType !== "audio/l16")
			expect((await gateway.transcribe(whisper, { audio: whole.audio.bytes as Uint8Array })).text).toBe(text);
	});

	it("says what a model without a choice is not sent", async () => {
		const output = await gateway.speak("@cf/myshell-ai/melotts", { text, voice: "luna" });
		expect(output.warnings).toEqual(["`voice` and `format` are not sent: the model has one of each."]);
	});

	it("refuses a voice that the model has not", async () => {
		await expect(gateway.speak(aura, { text, voice: "nobody" })).rejects.toMatchObject({
			code: "WORKKIT_VALIDATION",
			context: { vendorCode: 5004 },
		});
	});

	it("cancels the model's sound with the reader's", async () => {
		let cancelled: unknown;
		const body = new ReadableStream({
			pull: (controller) => controller.enqueue(mp3.slice(0, 500)),
			cancel: (reason) => {
				cancelled = reason;
			},
		});
		const { binding } = recorder(() => new Response(body, { headers: { "content-type": "audio/mpeg" } }));
		const { audio } = await gatewayOf({ binding }).speak(aura, { text, stream: true });
		await audio.stream?.cancel("enough");
		expect(cancelled).toBe("enough");
	});
});

describe("texts", () => {
	it.each([
		["@cf/meta/m2m100-1.2b", "fr", "[fr] Hello"],
		["@cf/ai4bharat/indictrans2-en-indic-1B", "tam_Taml", "[tam_Taml] Hello"],
	])("are translated by %s", async (model, to, expected) => {
		expect((await gateway.translate(model, { text: "Hello", to })).text).toBe(expected);
	});

	it("are translated from a language", async () => {
		const { asked, binding } = recorder(() => Response.json({ translated_text: "Salut" }));
		await gatewayOf({ binding }).translate("@cf/meta/m2m100-1.2b", { text: "Hi", from: "en", to: "fr" });
		expect(asked[0]?.inputs).toEqual({ text: "Hi", source_lang: "en", target_lang: "fr" });
	});

	it("are shortened", async () => {
		const output = await gateway.summarize("@cf/facebook/bart-large-cnn", { text: `${text} More.`, maxLength: 3 });
		expect(output.text).toBe("The quick brown");
	});

	it("are labelled, the likeliest first", async () => {
		const { labels } = await gateway.classify("@cf/huggingface/distilbert-sst-2-int8", { text: "I love it" });
		expect(labels.map(({ label }) => label)).toEqual(["POSITIVE", "NEGATIVE"]);
		expect(labels[0]?.score).toBeGreaterThan(0.8);
	});

	it.each([
		["Good morning", ["safe"]],
		["hazard:S1", ["unsafe", "S1"]],
	])("are judged by a guard: %s", async (said, expected) => {
		const { labels } = await gateway.classify("@cf/meta/llama-guard-3-8b", { text: said });
		expect(labels.map(({ label }) => label)).toEqual(expected);
	});

	it("are put in order", async () => {
		const documents = ["Bread is baked.", "Cats purr and sleep.", "A cat is a small animal."];
		const output = await gateway.rerank("@cf/baai/bge-reranker-base", { query: "cat animal", documents, topN: 2 });
		expect(output.results).toHaveLength(2);
		expect(output.results[0]).toMatchObject({ index: 2, document: documents[2] });
		expect(output.results[0]?.score).toBeGreaterThan(output.results[1]?.score ?? 1);
	});
});

describe("pictures", () => {
	it.each(kinds)("given as %s are labelled", async (_, make) => {
		const { labels } = await gateway.classify("@cf/microsoft/resnet-50", { image: make(png) });
		expect(labels).toHaveLength(5);
		expect(labels[0]?.score).toBeGreaterThan(labels[4]?.score ?? 1);
	});

	it("have things found in them, within their size", async () => {
		const { labels } = await gateway.classify("@cf/facebook/detr-resnet-50", { image: png });
		for (const { box } of labels) {
			expect(box?.xmax).toBeLessThanOrEqual(256);
			expect(box?.ymax).toBeLessThanOrEqual(320);
		}
		expect(labels.length).toBeGreaterThan(0);
	});

	it("are not labelled together with a text, nor without anything", async () => {
		await expect(gateway.classify("m", { text: "x", image: png } as never)).rejects.toThrow(ValidationError);
		await expect(gateway.classify("m", {} as never)).rejects.toThrow(ValidationError);
	});
});

describe("toMarkdown", () => {
	it("converts each file, and says which it cannot", async () => {
		const { documents, receipt } = await gateway.toMarkdown("markdown", {
			files: [
				{ name: "a.html", data: new Blob(["<h1>Title</h1>"], { type: "text/html" }) },
				{ name: "fox.png", data: png },
				{ name: "b.csv", data: new TextEncoder().encode("a,b\n1,2") },
				{ name: "c.exe", data: Uint8Array.of(77, 90, 0, 1), mediaType: "application/x-msdownload" },
			],
		});
		expect(documents.map(({ name }) => name)).toEqual(["a.html", "fox.png", "b.csv", "c.exe"]);
		expect(documents[0]?.markdown).toContain("# Title");
		expect(documents[1]).toMatchObject({ mediaType: "image/png", markdown: expect.stringContaining("a red fox") });
		expect(documents[2]?.markdown).toContain("| a | b |");
		expect(documents[3]).toMatchObject({ error: expect.stringContaining("Unsupported") });
		expect(receipt.attempts).toHaveLength(1);
	});

	it("says which options of a call it has no place for", async () => {
		const files = [{ name: "b.csv", data: btoa("a,b") }];
		for (const workersAi of [{ tags: ["a"] }, { rejectIfBusy: true }]) {
			const { warnings } = await gateway.toMarkdown("markdown", { files }, { workersAi });
			expect(warnings).toEqual([expect.stringContaining("are not sent")]);
		}
		expect((await gateway.toMarkdown("markdown", { files })).warnings).toBeUndefined();
	});

	it("needs files, and a binding that converts", async () => {
		await expect(gateway.toMarkdown("markdown", { files: [] })).rejects.toThrow(ValidationError);
		const { binding } = recorder();
		const failure = gatewayOf({ binding }).toMarkdown("markdown", { files: [{ name: "a.png", data: png }] });
		await expect(failure).rejects.toThrow(UnsupportedOperationError);
	});
});

describe("batch", () => {
	const model = "@cf/baai/bge-base-en-v1.5";

	it("is queued, and done later, with a result for each request", async () => {
		const requests = [{ text: "one", reference: "first" }, { text: 5 }];
		const { id, status } = await gateway.batch(model, { requests });
		expect(status).toBe("queued");
		const states: string[] = [];
		let output = await gateway.batch(model, { id });
		for (; output.status !== "done"; output = await gateway.batch(model, { id })) states.push(output.status);
		expect(states).toEqual(["queued", "running"]);
		expect(output).toMatchObject({ id, usage: { inputTokens: expect.any(Number) } });
		expect(output.results).toEqual([
			{ index: 0, reference: "first", output: expect.objectContaining({ shape: [1, 768] }) },
			{ index: 1, error: expect.stringContaining("Type mismatch") },
		]);
	});

	it("is put into the queue, and asked for without", async () => {
		const { asked, binding } = recorder(() => Response.json({ status: "queued", request_id: "b1" }));
		await gatewayOf({ binding }).batch(model, { requests: [{ text: "one" }] });
		await gatewayOf({ binding }).batch(model, { id: "b1" });
		expect(asked.map(({ inputs, options }) => [inputs, options.queueRequest])).toEqual([
			[{ requests: [{ text: "one" }] }, true],
			[{ request_id: "b1" }, undefined],
		]);
	});

	it("of 11 MB is refused for good: 3006", async () => {
		const requests = [{ text: "x".repeat(11_000_000) }];
		await expect(gateway.batch(model, { requests })).rejects.toMatchObject({
			code: "WORKKIT_VALIDATION",
			retryable: false,
			context: { status: 413, vendorCode: 3006 },
		});
	});

	it("that nobody queued is not found", async () => {
		await expect(gateway.batch(model, { id: "nobody" })).rejects.toThrow("no batch");
	});
});

describe("the options of a call", () => {
	it("reach the binding", async () => {
		const { asked, binding } = recorder(() => Response.json({ summary: "s" }));
		const mine = gatewayOf({ binding, gateway: { id: "usual" }, tags: ["usual"] });
		const { signal } = new AbortController();
		await mine.summarize("m", { text }, { signal });
		await mine.summarize(
			"m",
			{ text },
			{
				workersAi: { gateway: { id: "other", cacheTtl: 60 }, tags: ["a"], sessionAffinity: "s1", rejectIfBusy: true },
			},
		);
		await mine.summarize("m", { text }, { workersAi: { gateway: false } });
		const common = { returnRawResponse: true };
		expect(asked.map(({ options }) => options)).toEqual([
			{ ...common, gateway: { id: "usual" }, tags: ["usual"], signal },
			{
				...common,
				gateway: { id: "other", cacheTtl: 60 },
				tags: ["a"],
				rejectIfBusy: true,
				extraHeaders: { "x-session-affinity": "s1" },
			},
			{ ...common, tags: ["usual"] },
		]);
	});

	it("send it through a gateway, whose facts are on the receipt", async () => {
		const { gateway: through } = simulated({ gateway: { id: "my-gateway" } });
		const { receipt, images } = await through.image("@cf/black-forest-labs/flux-1-schnell", { prompt: "x" });
		expect(receipt.gateway?.logId).toEqual(expect.any(String));
		expect(images[0]?.mediaType).toBe("image/jpeg");
	});

	it("refuse what cannot pass a gateway, and say how it can go", async () => {
		const { gateway: through } = simulated({ gateway: { id: "my-gateway" } });
		await expect(through.image(flux2, { prompt: "x" })).rejects.toThrow("does not pass an AI Gateway");
		const output = await through.image(flux2, { prompt: "x" }, { workersAi: { gateway: false } });
		expect(output.images).toHaveLength(1);
		await expect(through.transcribe("@cf/deepgram/nova-3", { audio: mp3 })).rejects.toThrow(ValidationError);
	});
});

describe("answers", () => {
	const ask = (answer: unknown) =>
		gatewayOf({ binding: recorder(() => answer).binding as WorkersAiBinding }).image("m", { prompt: "x" });

	it("come from bindings that give no response, too", async () => {
		for (const answer of [
			{ image: toBase64(png) },
			new Blob([png]).stream(),
			png,
			{ result: { image: toBase64(png) } },
		]) {
			expect((await ask(answer)).images).toEqual([{ bytes: png, mediaType: "image/png" }]);
		}
	});

	it.each([[{}], [{ image: "" }], [{ image: "?" }], [null]])("that are none are malformed: %o", async (answer) => {
		await expect(ask(answer)).rejects.toMatchObject({ code: "WORKKIT_STREAM_INTERRUPTED", retryable: true });
	});

	it("that tell a failure fail", async () => {
		const failure = { success: false, errors: [{ code: 3040, message: "Capacity temporarily exceeded" }] };
		await expect(ask(failure)).rejects.toMatchObject({ code: "WORKKIT_RATE_LIMIT", context: { vendorCode: 3040 } });
	});

	it("report neurons where the platform does", async () => {
		const usage = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5, neurons: 0.25 };
		const { binding } = recorder(() => Response.json({ summary: "s", usage }));
		expect((await gatewayOf({ binding }).summarize("m", { text })).usage).toEqual({
			inputTokens: 3,
			outputTokens: 2,
			totalTokens: 5,
			neurons: 0.25,
		});
	});
});

import { createGateway, toBase64, type Via } from "@workkit/ai-core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { openai, openaiTasks } from "./index.ts";

const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const mp3 = Uint8Array.of(0xff, 0xfb, 0x90, 0x44, 0, 0);

/** A gateway with OpenAI alone, and the requests that it sends. */
function recorded(answer: () => Response, more: { baseUrl?: string; via?: Via } = {}) {
	const sent: Request[] = [];
	const fetch = async (url: string, init: RequestInit): Promise<Response> => {
		sent.push(new Request(url, init));
		return answer();
	};
	const options = { apiKey: "sk-secret-key", fetch, ...more };
	const providers = { openai: { ...openai(options), ...openaiTasks(options) } };
	return { sent, gateway: createGateway({ providers, defaultProvider: "openai" }) };
}

async function formOf(request: Request | undefined): Promise<Record<string, unknown>> {
	const form = (await request?.formData()) ?? new FormData();
	return Object.fromEntries(
		[...form].map(([name, value]) => [name, typeof value === "string" ? value : `${value.name} ${value.type}`]),
	);
}

afterEach(() => {
	vi.restoreAllMocks();
});

describe("image", () => {
	const usage = { input_tokens: 5, output_tokens: 1056, total_tokens: 1061 };

	it("is drawn of a prompt", async () => {
		const { sent, gateway } = recorded(() => Response.json({ data: [{ b64_json: toBase64(png) }], usage }));
		const output = await gateway.image("gpt-image-1", { prompt: "a fox", width: 1024, height: 1536, quality: "low" });
		expect(sent[0]?.url).toBe("https://api.openai.com/v1/images/generations");
		expect(await sent[0]?.json()).toEqual({ model: "gpt-image-1", prompt: "a fox", size: "1024x1536", quality: "low" });
		expect(output).toMatchObject({
			images: [{ bytes: png, mediaType: "image/png" }],
			usage: { inputTokens: 5, outputTokens: 1056 },
			provider: "openai",
			receipt: { attempts: [{ status: 200 }] },
		});
		expect(output.warnings).toBeUndefined();
	});

	it("is changed as a form, with one picture or several", async () => {
		const { sent, gateway } = recorded(() => Response.json({ data: [{ b64_json: toBase64(png) }] }));
		await gateway.image("gpt-image-1", { prompt: "both", image: [png, toBase64(png)], mask: new Blob([png]), n: 1 });
		await gateway.image("dall-e-2", { prompt: "one", image: png });
		expect(sent[0]?.url).toBe("https://api.openai.com/v1/images/edits");
		expect(sent[0]?.headers.get("authorization")).toBe("Bearer sk-secret-key");
		expect(await formOf(sent[0])).toEqual({
			model: "gpt-image-1",
			prompt: "both",
			n: "1",
			"image[]": "file.png image/png",
			mask: "file.png image/png",
		});
		expect(await formOf(sent[1])).toEqual({ model: "dall-e-2", prompt: "one", image: "file.png image/png" });
	});

	it("is fetched without credentials where the answer says only where it is", async () => {
		const fetched = vi.spyOn(globalThis, "fetch").mockImplementation(async () => new Response(png));
		const { gateway } = recorded(() => Response.json({ data: [{ url: "https://files.example/1.png" }] }));
		const { images } = await gateway.image("dall-e-3", { prompt: "a fox" });
		expect(images).toEqual([{ bytes: png, mediaType: "image/png" }]);
		expect(fetched.mock.calls).toEqual([["https://files.example/1.png", {}]]);
	});

	it("says what it has no place for", async () => {
		const { gateway } = recorded(() => Response.json({ data: [{ b64_json: toBase64(png) }] }));
		const { warnings } = await gateway.image("gpt-image-1", { prompt: "x", seed: 1, steps: 4 });
		expect(warnings).toEqual(["`steps` is not sent to OpenAI.", "`seed` is not sent to OpenAI."]);
	});

	it.each([[{}], [{ data: [] }], [{ data: [{}] }], [{ data: [{ b64_json: "?" }] }]])(
		"that is none is malformed: %o",
		async (answer) => {
			const { gateway } = recorded(() => Response.json(answer));
			await expect(gateway.image("m", { prompt: "x" })).rejects.toMatchObject({ code: "WORKKIT_STREAM_INTERRUPTED" });
		},
	);
});

describe("transcribe", () => {
	it("sends the sound as a file whose name tells its type", async () => {
		const { sent, gateway } = recorded(() => Response.json({ text: "Hello", usage: { type: "duration", seconds: 3 } }));
		const output = await gateway.transcribe("gpt-4o-transcribe", { audio: mp3, language: "en", prompt: "Names" });
		await gateway.transcribe("whisper-1", { audio: mp3, mediaType: "audio/x-wav", timestamp_granularities: ["word"] });
		expect(sent[0]?.url).toBe("https://api.openai.com/v1/audio/transcriptions");
		expect(await formOf(sent[0])).toEqual({
			file: "file.mpeg audio/mpeg",
			model: "gpt-4o-transcribe",
			language: "en",
			prompt: "Names",
		});
		expect(await formOf(sent[1])).toEqual({
			file: "file.wav audio/wav",
			model: "whisper-1",
			"timestamp_granularities[]": "word",
		});
		expect([output.text, output.usage]).toEqual(["Hello", undefined]);
	});

	it("reads times, and subtitles that are no JSON", async () => {
		const words = [{ word: "Hello", start: 0, end: 0.4 }];
		const segments = [{ id: 0, text: "Hello", start: 0, end: 1 }];
		const verbose = recorded(() => Response.json({ text: "Hello", words, segments }));
		expect(await verbose.gateway.transcribe("whisper-1", { audio: mp3 })).toMatchObject({
			words: [{ text: "Hello", start: 0, end: 0.4 }],
			segments: [{ text: "Hello", start: 0, end: 1 }],
		});
		const vtt = "WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n";
		const subtitles = recorded(() => new Response(vtt));
		expect(await subtitles.gateway.transcribe("whisper-1", { audio: mp3 })).toMatchObject({ text: vtt, vtt });
	});

	it("fails with the vendor's words, without the key", async () => {
		const message = "Invalid file format for sk-secret-key";
		const { gateway } = recorded(() => Response.json({ error: { message, code: "bad" } }, { status: 400 }));
		await expect(gateway.transcribe("whisper-1", { audio: mp3 })).rejects.toMatchObject({
			code: "WORKKIT_VALIDATION",
			context: { status: 400, vendorCode: "bad", vendorMessage: "Invalid file format for ***" },
		});
	});
});

describe("speak", () => {
	it("gives the whole sound, or the sound as it comes", async () => {
		const { sent, gateway } = recorded(() => new Response(mp3));
		const whole = await gateway.speak("tts-1", { text: "Hello", format: "mp3", speed: 2, language: "en" });
		expect(await sent[0]?.json()).toEqual({
			model: "tts-1",
			input: "Hello",
			voice: "alloy",
			response_format: "mp3",
			speed: 2,
		});
		expect(whole.audio).toEqual({ bytes: mp3, mediaType: "audio/mpeg" });
		expect(whole.warnings).toEqual(["`language` is not sent to OpenAI."]);
		const live = await gateway.speak("tts-1", { text: "Hello", voice: "nova", stream: true });
		expect(live.audio.mediaType).toBe("audio/mpeg");
		expect(new Uint8Array(await new Response(live.audio.stream).arrayBuffer())).toEqual(mp3);
	});

	it("knows samples by what was asked for", async () => {
		const { gateway } = recorded(() => new Response(new Uint8Array(8)));
		expect((await gateway.speak("tts-1", { text: "x", format: "pcm" })).audio.mediaType).toBe("audio/l16");
	});
});

describe("the way", () => {
	it("is the provider's own: a query string is kept, a gateway is passed through", async () => {
		const azure = recorded(() => new Response(mp3), { baseUrl: "https://x.azure.example/openai?api-version=1" });
		await azure.gateway.speak("tts", { text: "x" });
		expect(azure.sent[0]?.url).toBe("https://x.azure.example/openai/audio/speech?api-version=1");
		const via: Via = {
			route: (vendor) => ({ baseUrl: `https://gateway.example/${vendor}`, headers: { "cf-aig-metadata": "{}" } }),
			facts: () => ({ logId: "log-1" }),
		};
		const through = recorded(() => new Response(mp3), { via });
		const { receipt } = await through.gateway.speak("tts", { text: "x" });
		expect(through.sent[0]?.url).toBe("https://gateway.example/openai/audio/speech");
		expect([through.sent[0]?.headers.get("cf-aig-metadata"), receipt.gateway]).toEqual(["{}", { logId: "log-1" }]);
	});
});

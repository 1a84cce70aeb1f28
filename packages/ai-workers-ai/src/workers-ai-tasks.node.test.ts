import { createGateway } from "@workkit/ai-core";
import { createSimulator } from "@workkit/ai-simulator";
import { MPEGDecoder } from "mpg123-decoder";
import sharp from "sharp";
import { expect, it } from "vitest";
import { workersAiTasks } from "./index.ts";

const { ai: binding } = createSimulator();
const gateway = createGateway({ providers: { ai: workersAiTasks({ binding }) }, defaultProvider: "ai" });

it.each([
	["@cf/black-forest-labs/flux-1-schnell", {}, "jpeg", 1024, 1024],
	["@cf/black-forest-labs/flux-2-klein-4b", { width: 640, height: 360 }, "jpeg", 640, 360],
	["@cf/leonardo/phoenix-1.0", { width: 300, height: 451 }, "jpeg", 300, 451],
	["@cf/stabilityai/stable-diffusion-xl-base-1.0", { width: 257, height: 300 }, "png", 257, 300],
])("%s with %o gives a picture that decodes", async (model, size, format, width, height) => {
	const { images } = await gateway.image(model, { prompt: "a sunset", ...size });
	const picture = sharp(images[0]?.bytes);
	expect((await picture.metadata()).format).toBe(format);
	const { info } = await picture.raw().toBuffer({ resolveWithObject: true });
	expect([info.width, info.height]).toEqual([width, height]);
});

it.each(["@cf/myshell-ai/melotts", "@cf/deepgram/aura-1"])("%s gives a sound that decodes", async (model) => {
	const text = "Hello there, how are you today?";
	const { audio } = await gateway.speak(model, { text });
	const decoder = new MPEGDecoder();
	await decoder.ready;
	const { errors, samplesDecoded, sampleRate } = decoder.decode(audio.bytes ?? new Uint8Array());
	decoder.free();
	expect(errors).toEqual([]);
	// The simulator reads 15 letters a second.
	expect(Math.abs(samplesDecoded / sampleRate - text.length / 15)).toBeLessThan(0.6);
});

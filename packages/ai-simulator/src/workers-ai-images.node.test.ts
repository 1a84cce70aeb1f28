import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { createSimulator } from "./index.ts";
import { encodeJpeg } from "./jpeg.ts";
import { drawPicture } from "./picture.ts";
import { encodePng } from "./png.ts";

const SDXL = "@cf/stabilityai/stable-diffusion-xl-base-1.0";

async function decode(file: Uint8Array) {
	const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
	return { data, width: info.width, height: info.height, channels: info.channels };
}

describe("the images of the simulator in a decoder", () => {
	it.each([
		["@cf/black-forest-labs/flux-1-schnell", {}, 1024, 1024, "jpeg"],
		["@cf/leonardo/lucid-origin", {}, 1120, 1120, "jpeg"],
		["@cf/leonardo/phoenix-1.0", { width: 300, height: 451 }, 300, 451, "jpeg"],
		[SDXL, {}, 1024, 1024, "png"],
		[SDXL, { width: 257, height: 300 }, 257, 300, "png"],
		["@cf/lykon/dreamshaper-8-lcm", { width: 512, height: 768 }, 512, 768, "png"],
	])("%s with %o has %i by %i pixels of %s", async (model, size, width, height, format) => {
		const output = await createSimulator().ai.run(model, { prompt: "A sunset", ...size });
		const file =
			output instanceof ReadableStream
				? new Uint8Array(await new Response(output).arrayBuffer())
				: Buffer.from((output as { image: string }).image, "base64");
		expect((await sharp(file).metadata()).format).toBe(format);
		expect(await decode(file)).toMatchObject({ width, height, channels: 3 });
	});

	it("have the size that a form asks for", async () => {
		const form = new FormData();
		for (const [name, value] of Object.entries({ prompt: "A sunset", width: "640", height: "360" }))
			form.append(name, value);
		const { body, headers } = new Response(form);
		const multipart = { body, contentType: headers.get("content-type") };
		const output = await createSimulator().ai.run("@cf/black-forest-labs/flux-2-klein-4b", { multipart });
		const file = Buffer.from((output as { image: string }).image, "base64");
		expect(await decode(file)).toMatchObject({ width: 640, height: 360 });
	});

	it("show the same colours in both formats", async () => {
		const picture = drawPicture("seed", 100, 52, "comment");
		const [png, jpeg] = await Promise.all(
			[encodePng(picture), encodeJpeg(picture)].map(async (file) => decode(await file)),
		);
		for (const [x, y] of [
			[0, 0],
			[99, 51],
			[50, 20],
		] as const) {
			const at = (y * 100 + x) * 3;
			const drawn = picture.colourOf(Math.floor(x / 8), Math.floor(y / 8)).map(Math.floor);
			expect([...(png?.data.subarray(at, at + 3) ?? [])]).toEqual(drawn);
			for (const channel of [0, 1, 2]) {
				expect(Math.abs((jpeg?.data[at + channel] ?? -99) - (drawn[channel] ?? 0))).toBeLessThan(6);
			}
		}
	});
});

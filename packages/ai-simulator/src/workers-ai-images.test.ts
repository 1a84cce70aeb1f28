import { describe, expect, it } from "vitest";
import { bytesOfBase64, latinText } from "./bytes.ts";
import { createSimulator } from "./index.ts";

const FLUX = "@cf/black-forest-labs/flux-1-schnell";
const FLUX_2 = "@cf/black-forest-labs/flux-2-dev";
const SDXL = "@cf/stabilityai/stable-diffusion-xl-base-1.0";

async function run(model: string, inputs: object): Promise<unknown> {
	return createSimulator().ai.run(model, inputs);
}

async function failure(promise: Promise<unknown>): Promise<string> {
	return promise.then(
		() => "it did not fail",
		(error) => error.message,
	);
}

async function bytesOf(output: unknown): Promise<Uint8Array> {
	if (output instanceof ReadableStream) return new Uint8Array(await new Response(output).arrayBuffer());
	return bytesOfBase64((output as { image: string }).image) ?? new Uint8Array();
}

function upload(fields: Record<string, string | Blob>): { body: ReadableStream; contentType: string } {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) form.append(name, value);
	const { body, headers } = new Response(form);
	if (body === null) throw new Error("a form has a body");
	return { body, contentType: headers.get("content-type") ?? "" };
}

const begins = (bytes: Uint8Array) => latinText(bytes.subarray(0, 4));
const JPEG = "\xff\xd8\xff\xe0";
const PNG = "\x89PNG";

describe("text to image", () => {
	it.each([
		[FLUX, JPEG],
		["@cf/leonardo/lucid-origin", JPEG],
	])("%s gives base64 in an object", async (model, start) => {
		const output = await run(model, { prompt: "A sunset" });
		expect(Object.keys(output as object)).toEqual(["image"]);
		expect(begins(await bytesOf(output))).toBe(start);
	});

	it.each([
		[SDXL, PNG, "image/png"],
		["@cf/lykon/dreamshaper-8-lcm", PNG, "image/png"],
		["@cf/leonardo/phoenix-1.0", JPEG, "image/jpeg"],
	])("%s gives the file as a stream", async (model, start, contentType) => {
		expect(begins(await bytesOf(await run(model, { prompt: "A sunset" })))).toBe(start);
		const { ai } = createSimulator();
		const response = (await ai.run(model, { prompt: "A sunset" }, { returnRawResponse: true })) as Response;
		expect(response.headers.get("content-type")).toBe(contentType);
	});

	it("draws the same for the same prompt and seed, and something else for others", async () => {
		const draw = async (inputs: object) => latinText(await bytesOf(await run(FLUX, inputs)));
		const sunset = await draw({ prompt: "A sunset", seed: 1 });
		expect(await draw({ prompt: "A sunset", seed: 1 })).toBe(sunset);
		expect(await draw({ prompt: "A sunset", seed: 2 })).not.toBe(sunset);
		expect(await draw({ prompt: "A sunrise", seed: 1 })).not.toBe(sunset);
	});

	it("takes a multipart form for flux-2, as a stream with its content type", async () => {
		const image = new Blob([Uint8Array.of(0x89, 0x50, 0x4e, 0x47)], { type: "image/png" });
		const multipart = upload({ prompt: "A sunset", width: "512", height: "256", input_image_0: image });
		expect(begins(await bytesOf(await run(FLUX_2, { multipart })))).toBe(JPEG);
	});

	it.each<[string, string, object, string]>([
		["no prompt", FLUX, {}, "5004: Bad input: Error: required properties at '/' are 'prompt'"],
		["an empty prompt", FLUX, { prompt: "" }, "5004: Bad input: Error: Length of '/prompt' must be >= 1 not met"],
		[
			"a prompt that is too long",
			FLUX,
			{ prompt: "x".repeat(2049) },
			"5004: Bad input: Error: Length of '/prompt' must be <= 2048 not met",
		],
		["too many steps", FLUX, { prompt: "x", steps: 9 }, "5004: Bad input: Error: '/steps' must be <= 8 not met"],
		[
			"steps as text",
			FLUX,
			{ prompt: "x", steps: "4" },
			"5004: Bad input: Error: Type mismatch of '/steps', 'string' not in 'integer'",
		],
		["a small image", SDXL, { prompt: "x", width: 100 }, "5004: Bad input: Error: '/width' must be >= 256 not met"],
		[
			"img2img without an image",
			"@cf/runwayml/stable-diffusion-v1-5-img2img",
			{ prompt: "x" },
			"5004: Bad input: Error: required properties at '/' are 'image'",
		],
		[
			"inpainting without a mask",
			"@cf/runwayml/stable-diffusion-v1-5-inpainting",
			{ prompt: "x", image: [1] },
			"5004: Bad input: Error: required properties at '/' are 'mask'",
		],
		[
			"a page in place of an image",
			SDXL,
			{ prompt: "x", image: [..."<html>Not found: there is no such image</html>"].map((c) => c.charCodeAt(0)) },
			"3030: Invalid or unsupported media data",
		],
		["JSON for flux-2", FLUX_2, { prompt: "x" }, "5004: Bad input: Error: required properties at '/' are 'multipart'"],
		[
			"a blob for flux-2",
			FLUX_2,
			{ multipart: { body: new Blob(["x"]), contentType: "multipart/form-data" } },
			"8001: Invalid input: multipart has no body",
		],
		[
			"a form without its boundary",
			FLUX_2,
			{ multipart: { ...upload({ prompt: "x" }), contentType: "multipart/form-data" } },
			"8001: Invalid input: the body is not the multipart form its content type says",
		],
		[
			"a form without a prompt",
			FLUX_2,
			{ multipart: upload({ width: "512" }) },
			"5004: Bad input: Error: required properties at '/' are 'prompt'",
		],
		[
			"a fifth image",
			FLUX_2,
			{ multipart: upload({ prompt: "x", input_image_4: new Blob(["x"]) }) },
			"5004: Bad input: Error: 'input_image_4': at most 4 images are accepted",
		],
	])("refuses %s", async (_, model, inputs, message) => {
		expect(await failure(run(model, inputs))).toBe(message);
	});
});

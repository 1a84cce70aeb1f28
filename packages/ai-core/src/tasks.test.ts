import { UnsupportedOperationError, ValidationError } from "@workkit/errors";
import { describe, expect, it } from "vitest";
import {
	createGateway,
	type Gateway,
	type Middleware,
	mediaTypeOf,
	type Provider,
	readBinary,
	toBase64,
	use,
} from "./index.ts";

const painter = {
	image: async ({ provider, model, input }) => ({
		images: [{ bytes: new TextEncoder().encode(input.prompt), mediaType: "image/png" }],
		raw: null,
		provider,
		model,
	}),
} satisfies Provider;
const writer = { run: async ({ provider, model }) => ({ text: "Hi", raw: null, provider, model }) } satisfies Provider;

describe("a gateway's operations", () => {
	const gateway = createGateway({ providers: { painter, writer }, defaultProvider: "writer" });

	it("are the usual ones and those of its providers, no others", () => {
		expect(Object.keys(gateway).sort()).toEqual(["defaultProvider", "embed", "image", "providers", "run", "stream"]);
	});

	it("answer with provider, model and receipt", async () => {
		const { images, provider, model, receipt } = await gateway.image("m", { prompt: "x" }, { provider: "painter" });
		expect([images[0]?.bytes.length, provider, model, receipt.attempts.length]).toEqual([1, "painter", "m", 1]);
	});

	it("name provider and operation where the provider lacks one", async () => {
		const failure = gateway.image("m", { prompt: "x" });
		await expect(failure).rejects.toThrow(UnsupportedOperationError);
		await expect(failure).rejects.toThrow("writer does not support image");
	});

	it("are seen by middleware and kept by wrappers, on a hand-written gateway too", async () => {
		const seen: string[] = [];
		const noting: Middleware = (call, next) => {
			seen.push(call.operation);
			return next(call);
		};
		const byHand = { ...gateway, extra: () => 1 };
		for (const inner of [gateway, byHand]) {
			const wrapped = use(use(inner, noting));
			expect(Object.keys(wrapped).sort()).toEqual(Object.keys(gateway).sort());
			await wrapped.image("m", { prompt: "x" }, { provider: "painter" });
		}
		expect(seen).toEqual(["image", "image"]);
	});

	it("are no more than those of a gateway without them", () => {
		const plain: Gateway = createGateway({ providers: { writer }, defaultProvider: "writer" });
		expect("image" in plain || "image" in use(plain)).toBe(false);
	});
});

const bytes = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

describe("readBinary", () => {
	it.each([
		["a view", () => new Uint8Array([0, ...bytes, 0]).subarray(1, 9)],
		["a buffer", () => bytes.slice().buffer],
		["a Blob", () => new Blob([bytes])],
		["a stream", () => new Blob([bytes]).stream()],
		["base64", () => toBase64(bytes)],
		["a data URL", () => `data:image/png;base64,${toBase64(bytes)}`],
	])("reads %s", async (_, make) => {
		expect(await readBinary(make(), "image")).toEqual(bytes);
	});

	it("reads a stream once for all tries", async () => {
		const stream = new Blob([bytes]).stream();
		expect(await readBinary(stream, "image")).toEqual(bytes);
		expect(await readBinary(stream, "image")).toEqual(bytes);
	});

	it.each([[""], ["no base64!"], [{}], [undefined], [new Uint8Array()], [5]])(
		"refuses %o by the field's name",
		(value) =>
			expect(readBinary(value as never, "audio")).rejects.toThrow(
				expect.objectContaining({ name: new ValidationError("").name, message: expect.stringContaining("`audio`") }),
			),
	);
});

describe("mediaTypeOf", () => {
	const text = (start: string) => Uint8Array.from(`${start}\0\0\0\0`, (char) => char.charCodeAt(0));
	it.each([
		["\x89PNG\r\n\x1a\n", "image/png"],
		["\xff\xd8\xff\xe0", "image/jpeg"],
		["GIF89a", "image/gif"],
		["RIFF....WEBPVP8 ", "image/webp"],
		["....ftypavif", "image/avif"],
		["RIFF....WAVEfmt ", "audio/wav"],
		["fLaC", "audio/flac"],
		["OggS", "audio/ogg"],
		["ID3\x04", "audio/mpeg"],
		["ID3\x04\0\0\0\0\0\x02--\xff\xf1\x50", "audio/aac"],
		["\xff\xfb\x90", "audio/mpeg"],
		["\xff\xf3\x40", "audio/mpeg"],
		["\xff\xf1\x50", "audio/aac"],
		["....ftypM4A ", "audio/mp4"],
		["\x1aE\xdf\xa3", "audio/webm"],
		["%PDF-1.7", "application/pdf"],
		["Hello, world", undefined],
	])("reads %j", (start, type) => {
		expect(mediaTypeOf(text(start))).toBe(type);
	});
});

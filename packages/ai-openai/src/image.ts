import {
	type Binary,
	type Call,
	type ImageOutput,
	inStreamError,
	mediaTypeOf,
	readBinary,
	readChatUsage,
	readJson,
	readMediaFile,
	toBlob,
} from "@workkit/ai-core";
import { ServiceUnavailableError, StreamInterruptedError } from "@workkit/errors";
import { common, type Post, toForm } from "./tasks.ts";
import type { WireImages } from "./wire.ts";

async function toFile(value: Binary, name: string): Promise<Blob> {
	const bytes = await readBinary(value, name);
	return toBlob(bytes, mediaTypeOf(bytes) ?? "image/png");
}

/** A picture that is elsewhere. The request for it carries no credentials. */
async function download(url: string, { signal, provider }: Call): Promise<ReadableStream | null> {
	const response = await fetch(url, signal ? { signal } : {}).catch((cause) => {
		throw new ServiceUnavailableError(provider, { cause });
	});
	if (!response.ok) throw new ServiceUnavailableError(provider);
	return response.body;
}

/** Draws pictures, or changes those that are given. */
export async function image(post: Post, call: Call<"image">): Promise<ImageOutput> {
	const { image: given, mask, width, height, steps, seed, negativePrompt, stream: _, ...rest } = call.input;
	const size = width && height ? `${width}x${height}` : undefined;
	const fields = { size, ...rest, model: call.model };
	const sources = given === undefined ? [] : [given].flat();
	const files = await Promise.all(sources.map((source) => toFile(source as Binary, "image")));
	const warnings: string[] = [];
	const response = await (files[0]
		? post(
				call,
				"/images/edits",
				toForm({ ...fields, image: files[1] ? files : files[0], mask: mask && (await toFile(mask, "mask")) }),
				warnings,
			)
		: post(call, "/images/generations", fields, warnings));
	return readJson(response, async (raw) => {
		const { data, usage, error } = Object(raw) as WireImages;
		if (error) throw inStreamError(raw, call);
		if (!data?.[0]) throw new StreamInterruptedError("malformed");
		const used = usage ? readChatUsage(usage) : undefined;
		const images = await Promise.all(
			data.map(async ({ b64_json, url }) => readMediaFile(b64_json ?? (url && (await download(url, call))))),
		);
		return { ...common(call, raw, warnings, { steps, seed, negativePrompt }), images, ...(used && { usage: used }) };
	});
}

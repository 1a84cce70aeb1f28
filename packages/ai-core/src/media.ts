import { ValidationError } from "@workkit/errors";
import { toBase64 } from "./base64.ts";
import type { FilePart, ImagePart, ImageUrlPart } from "./message.ts";

/** A picture or document as the wires want it: a URL, or base64 with its media type. */
export type Media = { url: string } | { base64: string; mediaType: string };

/** Image formats by the first character of their base64. */
const formats: Readonly<Record<string, string>> = { "/": "jpeg", R: "gif", U: "webp" };

/** Where the kinds of parts have their data. */
interface MediaFields {
	readonly image?: unknown;
	readonly data?: unknown;
	readonly image_url?: { readonly url: unknown };
	readonly mediaType?: string | undefined;
}

/**
 * Reads a picture or document in any accepted form. An unknown format without a media type is sent as PNG.
 * Throws `ValidationError` for what is neither bytes, base64 nor an http(s) URL.
 */
export function readMedia(part: ImagePart | ImageUrlPart | FilePart): Media {
	const { image, data, image_url: nested, mediaType }: MediaFields = part;
	const given = image ?? data ?? nested?.url ?? "";
	const text = given instanceof Uint8Array ? toBase64(given) : String(given);
	if (/^https?:/i.test(text)) return { url: text };
	// No base64 has a colon, as other URLs have, or a bracket, as an object's text has.
	const [, stated, base64] = /^(?:data:([^;,]*)[^,]*;base64,)?([^:[]{4,})$/i.exec(text) ?? [];
	if (!base64) throw new ValidationError(`A part of type "${part.type}" must be bytes, base64 or an http(s) URL.`);
	return { base64, mediaType: mediaType || stated || `image/${formats[base64.charAt(0)] ?? "png"}` };
}

/** The same as one URL: what is not an http(s) URL becomes a data URL. */
export function toUrl(media: Media): string {
	return "url" in media ? media.url : `data:${media.mediaType};base64,${media.base64}`;
}

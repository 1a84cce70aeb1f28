import { ValidationError } from "@workkit/errors";
import { toBase64 } from "./base64.ts";
import type { FilePart, ImagePart, ImageUrlPart } from "./message.ts";

/** A picture or document as the wires want it: a URL, or base64 with its media type. */
export type Media = { url: string } | { base64: string; mediaType: string };

/** Image formats by the first character of their base64. */
const formats: Readonly<Record<string, string>> = { "/": "jpeg", R: "gif", U: "webp" };

/** Reads a picture or document in any accepted form. An unknown format without a media type is sent as PNG. */
export function readMedia(part: ImagePart | ImageUrlPart | FilePart): Media {
	const { mediaType } = part as { mediaType?: string };
	const data: unknown = part.type === "image" ? part.image : part.type === "file" ? part.data : part.image_url?.url;
	const text = data instanceof Uint8Array ? toBase64(data) : data instanceof URL ? data.href : data;
	if (!text || typeof text !== "string") throw new ValidationError(`A part of type "${part.type}" has no data.`);
	if (/^https?:/i.test(text)) return { url: text };
	const [start = "", stated] = /^data:([^;,]*)[^,]*;base64,/i.exec(text) ?? [];
	if (!start && /^data:/i.test(text)) throw new ValidationError("A data URL must be in base64.");
	const base64 = text.slice(start.length);
	return { base64, mediaType: mediaType || stated || `image/${formats[base64[0] ?? ""] ?? "png"}` };
}

/** The same as one URL: what is not an http(s) URL becomes a data URL. */
export function toUrl(media: Media): string {
	return "url" in media ? media.url : `data:${media.mediaType};base64,${media.base64}`;
}

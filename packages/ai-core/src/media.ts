import { toBase64 } from "./base64.ts";

/** A picture or document as the wires want it: a URL, or base64 with its media type. */
export type Media = { url: string } | { base64: string; mediaType: string };

/** First characters of the base64 of well-known image formats. */
const signatures: readonly (readonly [string, string])[] = [
	["iVBORw0KGgo", "image/png"],
	["/9j/", "image/jpeg"],
	["R0lGOD", "image/gif"],
	["UklGR", "image/webp"],
];

/** Reads a picture or document in any accepted form. An unknown format without a media type is sent as PNG. */
export function readMedia(data: string | URL | Uint8Array, mediaType?: string): Media {
	const text = data instanceof Uint8Array ? toBase64(data) : String(data);
	if (/^https?:/i.test(text)) return { url: text };
	const dataUrl = /^data:([^;,]*)[^,]*;base64,/i.exec(text);
	const base64 = dataUrl ? text.slice(dataUrl[0].length) : text;
	const type = mediaType ?? dataUrl?.[1] ?? signatures.find(([start]) => base64.startsWith(start))?.[1] ?? "image/png";
	return { base64, mediaType: type };
}

/** The same as one URL: what is not an http(s) URL becomes a data URL. */
export function toUrl(media: Media): string {
	return "url" in media ? media.url : `data:${media.mediaType};base64,${media.base64}`;
}

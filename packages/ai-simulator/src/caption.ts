import { base64Of, bytesOfBase64, latinText } from "./bytes.ts";

/** Lies in a comment of every simulated image and sound: what it was made from. */
const CAPTION = /ai-simulator:([A-Za-z0-9+/=]*);/;

/** `text` in ASCII, for a file's comment: what the simulator draws or says, it can see and hear again. */
export function captionOf(text: string): string {
	return `ai-simulator:${base64Of(new TextEncoder().encode(text))};`;
}

/** The text that a simulated image or sound was made from; undefined for any other file. */
export function captionIn(bytes: Uint8Array): string | undefined {
	const found = CAPTION.exec(latinText(bytes))?.[1];
	const text = found === undefined ? undefined : bytesOfBase64(found);
	return text && new TextDecoder().decode(text);
}

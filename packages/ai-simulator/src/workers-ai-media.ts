import { bytesOfBase64 } from "./bytes.ts";
import type { ModelCall } from "./workers-ai-call.ts";
import { badInput, mismatch } from "./workers-ai-check.ts";
import { platformError } from "./workers-ai-error.ts";

/** How a model takes its sound or image besides as the body itself. */
export type MediaForm = "bytes" | "base64";

/** The sound or image of a call. Throws what the platform answers when there is none, or when it is none. */
export function readMedia(
	{ inputs, attachment }: Pick<ModelCall, "inputs" | "attachment">,
	name: string,
	forms: readonly MediaForm[],
): Uint8Array {
	if (attachment !== undefined) return checked(attachment.bytes);
	const value = inputs[name];
	if (value === undefined) throw badInput(`required properties at '/' are '${name}'`);
	const types = forms.map((form) => (form === "bytes" ? "array" : "string"));
	if (typeof value === "string" && forms.includes("base64")) return checked(fromBase64(value));
	if (!Array.isArray(value) || !forms.includes("bytes")) throw mismatch(`/${name}`, value, types);
	const wrong = value.findIndex((byte) => !Number.isInteger(byte) || byte < 0 || byte > 255);
	if (wrong >= 0) throw badInput(`'/${name}/${wrong}' must be an integer from 0 to 255`);
	return checked(Uint8Array.from(value));
}

function fromBase64(text: string): Uint8Array {
	const bytes = bytesOfBase64(text.replace(/^data:[^,]*;base64,/, ""));
	if (bytes === undefined) throw platformError(3010, "Invalid or incomplete input for the model: not base64");
	return bytes;
}

/** No sound and no image is all printable: such bytes are a page with an error message, or base64 in base64. */
function checked(bytes: Uint8Array): Uint8Array {
	const isText = bytes.length > 32 && bytes.every((byte) => (byte >= 0x20 ? byte < 0x7f : byte >= 9 && byte <= 13));
	if (bytes.length === 0 || isText) throw platformError(3030, "Invalid or unsupported media data");
	return bytes;
}

/** Bytes as a seed for what is made of them: the same media, the same answer. */
export function seedOf(bytes: Uint8Array): string {
	let rest = 0x811c9dc5;
	for (const byte of bytes) rest = Math.imul(rest ^ byte, 0x01000193);
	return `${bytes.length}:${rest >>> 0}`;
}

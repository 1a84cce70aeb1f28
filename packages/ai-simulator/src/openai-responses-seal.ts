import { hash } from "./random.ts";

const SEAL = "gAAAAsimulated";

/** `encrypted_content` for a text of reasoning. It hides and protects nothing. */
export function seal(text: string): string {
	const bytes = new TextEncoder().encode(text);
	const packed = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
	return `${SEAL}.${packed}.${hash(packed).toString(16)}`;
}

/** Whether `value` is such a content, unaltered. */
export function isSealed(value: unknown): boolean {
	if (typeof value !== "string") return false;
	const [mark, packed, check] = value.split(".");
	return mark === SEAL && packed !== undefined && check === hash(packed).toString(16);
}

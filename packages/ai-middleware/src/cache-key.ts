import { type OperationName, type Operations, type StreamOptions, toBase64 } from "@workkit/ai-core";

/** What decides on an answer. */
export interface CacheSubject {
	readonly operation: OperationName;
	readonly provider: string;
	readonly model: string;
	readonly input: Operations[OperationName]["input"];
	readonly options: StreamOptions;
}

/** Values that JSON has no form for, in one that no other value has; members of objects in one order. */
function canonical(_name: string, value: unknown): unknown {
	if (value instanceof ArrayBuffer) return { $bytes: toBase64(new Uint8Array(value)) };
	if (ArrayBuffer.isView(value)) {
		return { $bytes: toBase64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)) };
	}
	if (typeof value === "bigint") return { $bigint: String(value) };
	if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
	if (![Object.prototype, null].includes(Object.getPrototypeOf(value))) {
		throw new TypeError("The input holds an object that has no text form.");
	}
	const members = Object.entries(value).map(([name, member]) => [name.replace(/^\$/, "$$$$"), member] as const);
	return Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * The key of an answer: a SHA-256 of all that decides on it (operation, provider, model, the whole input, response
 * format, tools, headers, asked-for events), so that no prompt is in it; always 142 characters.
 * Times, metadata and gateway controls do not change an answer and are not in it. Throws `TypeError` for an input that
 * has no text form, a stream for example.
 */
export async function cacheKey(subject: CacheSubject, namespace: string): Promise<string> {
	const { operation, provider, model, input, options } = subject;
	const { responseFormat, toolOptions, headers, events } = options;
	const decisive = [operation, provider, model, input, responseFormat, toolOptions, headers, events];
	return `workkit:ai:1:${await digest(namespace)}:${await digest(JSON.stringify(decisive, canonical))}`;
}

/** SHA-256 as 64 hexadecimal digits. */
async function digest(text: string): Promise<string> {
	const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

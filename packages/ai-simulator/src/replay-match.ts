import { isRecord } from "./json.ts";
import type { RecordedCase } from "./recorded-case.ts";

/** A request as it is looked for among the recorded ones. */
export interface Wanted {
	readonly method: string;
	readonly url: URL;
	/** `canonical` of its body. */
	readonly body: string;
	/** SHA-256 of that, in hexadecimal digits. */
	readonly bodySha256: string;
}

/** JSON with its members in order, so that the same request always reads the same; any other text as it is. */
export function canonical(text: string): string {
	try {
		return JSON.stringify(sorted(JSON.parse(text)));
	} catch {
		return text;
	}
}

function sorted(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(sorted);
	if (!isRecord(value)) return value;
	const keys = Object.keys(value).sort();
	return Object.fromEntries(keys.map((key) => [key, sorted(value[key])]));
}

/** The SHA-256 of `text` in hexadecimal digits. */
export async function sha256(text: string): Promise<string> {
	const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
	return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Whether a recorded case answers this request. One whose request is not known answers none. */
export function answers({ meta, request }: RecordedCase, wanted: Wanted): boolean {
	if ((meta.method ?? "POST") !== wanted.method) return false;
	// A recorder's own path, and the vendor's.
	const addresses = [meta.path, meta.url].filter((address) => address != null);
	if (addresses[0] && !addresses.some((address) => isPath(address, wanted.url.pathname))) return false;
	for (const [name, value] of new URLSearchParams(meta.query ?? "")) {
		if (wanted.url.searchParams.get(name) !== value) return false;
	}
	if (meta.requestSha256 !== undefined) return meta.requestSha256 === wanted.bodySha256;
	return request !== undefined && canonical(JSON.stringify(request)) === wanted.body;
}

/**
 * Whether a path is the recorded address's, or ends like it: a client may have been given a base URL of its own. What was
 * taken out of the address, as `{account}` or `<REGION>`, may be anything.
 */
function isPath(address: string, path: string): boolean {
	const recorded = /^(?:[a-z]+:\/\/[^/]*|<[^>]*>)?(\/[^?]*)/.exec(address)?.[1] ?? "/";
	const parts = recorded.split(/(\{[^}]*\}|<[^>]*>)/).map((part, index) => (index % 2 ? "[^/]+" : escaped(part)));
	return new RegExp(`${parts.join("")}$`).test(path);
}

function escaped(text: string): string {
	return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

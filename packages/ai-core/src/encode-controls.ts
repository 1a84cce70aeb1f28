import type { GatewayControls } from "./gateway-controls.ts";

/**
 * Labels as the gateway takes them: at most 5 texts, finite numbers and booleans, and a bigint as text. One value of
 * another kind, and the gateway would drop all of them without a word; what is left out is told.
 *
 * @param metadata - The labels.
 * @param warnings - Takes what was left out, a sentence each.
 */
export function cleanMetadata(
	metadata: NonNullable<GatewayControls["metadata"]>,
	warnings: string[],
): Record<string, string | number | boolean> {
	const kept: [string, string | number | boolean][] = [];
	for (const [name, value] of Object.entries(metadata)) {
		const scalar = typeof value === "bigint" ? String(value) : value;
		const fits = ["string", "boolean"].includes(typeof scalar) || Number.isFinite(scalar);
		if (fits && kept.length < 5) kept.push([name, scalar as string]);
		else warnings.push(`Metadata "${name}" is not sent: only 5 texts, numbers or booleans are.`);
	}
	return Object.fromEntries(kept);
}

/** JSON in a header: what is not ASCII is escaped. */
function headerJson(value: object): string {
	return JSON.stringify(value).replace(
		/[^\x20-\x7e]/g,
		(char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
	);
}

/**
 * The controls as `cf-aig-*` headers. `skipCache: false` sends nothing. Source: Cloudflare's glossary of AI Gateway headers.
 *
 * @param warnings - Takes what was left out, a sentence each.
 */
export function encodeControls(controls: GatewayControls, warnings: string[]): Record<string, string> {
	const { metadata, skipCache, ...rest } = controls;
	const headers: Record<string, string> = {};
	const all = { ...rest, skipCache: skipCache || undefined, metadata: metadata && cleanMetadata(metadata, warnings) };
	for (const [key, value] of Object.entries(all)) {
		const name = `cf-aig-${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
		// A list is text with commas; other objects are JSON.
		const isJson = typeof value === "object" && !Array.isArray(value);
		if (value !== undefined) headers[name] = isJson ? headerJson(value) : String(value);
	}
	return headers;
}

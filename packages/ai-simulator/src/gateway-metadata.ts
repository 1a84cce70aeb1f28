import { isRecord, type JsonRecord } from "./json.ts";

const MOST_ENTRIES = 5;

/**
 * The metadata of a `cf-aig-metadata` header as the platform keeps it: the first five entries; nothing at all when a value
 * is null, a list or an object, or when the text is no JSON object.
 */
export function readMetadata(text: string | undefined): JsonRecord {
	const entries = Object.entries(parseRecord(text) ?? {});
	if (entries.some(([, value]) => typeof value === "object")) return {};
	return Object.fromEntries(entries.slice(0, MOST_ENTRIES));
}

/** The JSON object in `text`; undefined when there is none. */
export function parseRecord(text: string | undefined): JsonRecord | undefined {
	try {
		const value: unknown = JSON.parse(text ?? "");
		return isRecord(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

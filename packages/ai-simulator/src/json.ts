/** A JSON object nobody has looked into yet. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** Whether `value` is a JSON object: not an array, not null. */
export function isRecord(value: unknown): value is JsonRecord {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `value` as a list: empty unless it is an array. */
export function listOf(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [];
}

/** The first key of `value` that is not in `known`, or undefined: vendors that reject unknown fields name one of them. */
export function unknownKey(value: JsonRecord, known: readonly string[]): string | undefined {
	return Object.keys(value).find((key) => !known.includes(key));
}

/** `text` as JSON; undefined when it is none. */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** The value that `record` itself has under `key`: names that every object inherits are none. */
export function ownValue<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
	return Object.hasOwn(record, key) ? record[key] : undefined;
}

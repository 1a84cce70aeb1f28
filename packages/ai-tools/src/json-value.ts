/** An object, and no list. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === "object" && value !== null && !Array.isArray(value);

/** The types of JSON Schema. */
export const isType: Readonly<Record<string, (value: unknown) => boolean>> = {
	object: isObject,
	array: Array.isArray,
	string: (value) => typeof value === "string",
	number: (value) => typeof value === "number",
	integer: Number.isInteger,
	boolean: (value) => typeof value === "boolean",
	null: (value) => value === null,
};

/** Two JSON values are the same, whatever the order of their keys. */
export function same(a: unknown, b: unknown): boolean {
	if (typeof a !== "object" || typeof b !== "object" || !a || !b) return a === b;
	const keys = Object.keys(a);
	return (
		Array.isArray(a) === Array.isArray(b) &&
		keys.length === Object.keys(b).length &&
		keys.every((key) => Object.hasOwn(b, key) && same(Reflect.get(a, key), Reflect.get(b, key)))
	);
}

type Absent = null | undefined;

/** `T` without the fields that may be absent, and these as optional ones. */
export type Compact<T> = {
	[K in keyof T as Absent & T[K] extends never ? K : never]: T[K];
} & {
	[K in keyof T as Absent & T[K] extends never ? never : K]?: Exclude<T[K], Absent>;
};

/** Those `fields` that have a value: neither `undefined` nor `null`. */
export function compact<T extends object>(fields: T): Compact<T> {
	const kept: Partial<T> = {};
	for (const key in fields) if (fields[key] != null) kept[key] = fields[key];
	// What is left out is exactly what the type makes optional.
	return kept as unknown as Compact<T>;
}

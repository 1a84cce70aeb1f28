import { ConfigError } from "@workkit/errors";

/**
 * Throws `ConfigError` for a value that is empty or that no header may carry, a line break first of all. The value itself is
 * not told.
 *
 * @param allowed - What the value may look like. Default: a header's value.
 * @param value - What the caller gave.
 * @param name - What the error calls it.
 */
export function checkHeaderValue(value: unknown, name: string, allowed: RegExp = /^[\t\x20-\x7e\x80-\xff]+$/): void {
	if (typeof value !== "string" || !allowed.test(value)) {
		throw new ConfigError(`${name} must be text that a header may carry.`);
	}
}

/**
 * The headers under lower-case names, so that a later one replaces an earlier one.
 *
 * @param all - In the order of their rank, the strongest last.
 */
export function mergeHeaders(...all: (Readonly<Record<string, string>> | undefined)[]): Record<string, string> {
	const merged: Record<string, string> = {};
	for (const headers of all) {
		for (const [name, value] of Object.entries(headers ?? {})) {
			checkHeaderValue(name, "A header's name", /^[\w!#$%&'*+.^`|~-]+$/);
			checkHeaderValue(value, `The header "${name}"`);
			merged[name.toLowerCase()] = value;
		}
	}
	return merged;
}

import { ConfigError } from "@workkit/errors";

/** What no header value may contain: control characters (CR and LF first of all) and what is not Latin-1. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const forbidden = /[^\t\x20-\x7e\x80-\xff]/;

/** Throws `ConfigError` for a value that is empty or could not travel in a header. The value itself is not told. */
export function checkHeaderValue(value: unknown, name: string): void {
	if (typeof value !== "string" || value === "") throw new ConfigError(`${name} is missing: pass a non-empty string.`);
	if (forbidden.test(value)) {
		throw new ConfigError(`${name} contains a line break or another character that no header may carry: trim it.`);
	}
}

/** The headers under lower-case names, so that a later one replaces an earlier one. */
export function mergeHeaders(...all: (Readonly<Record<string, string>> | undefined)[]): Record<string, string> {
	const merged = new Map<string, string>();
	for (const headers of all) {
		for (const [name, value] of Object.entries(headers ?? {})) {
			checkHeaderValue(value, `The header "${name.replace(forbidden, "?")}"`);
			merged.set(name.toLowerCase(), value);
		}
	}
	return Object.fromEntries(merged);
}

import { objectOf, onlyHas, type Property } from "./object-literal.ts";

const known = ["maxRetries", "backoff", "baseDelay", "maxDelay", "signal", "isRetryable"];

/** Waits of each kind before attempt `attempt + 1`, counted from 1. */
const waits: Readonly<Record<string, (baseMs: string) => string>> = {
	fixed: (baseMs) => baseMs,
	linear: (baseMs) => `${baseMs} * attempt`,
	exponential: (baseMs) => `${baseMs} * 2 ** (attempt - 1)`,
};

/** The gateway's options for the old ones; `undefined` where they cannot be read off the program. */
export function retryConfig(options: ReadonlyMap<string, Property>): (() => string) | undefined {
	if (!onlyHas(options, known)) return undefined;
	const kind = options.get("backoff")?.node.getText().replace(/["'`]/g, "") ?? "exponential";
	const wait = Object.hasOwn(waits, kind) && waits[kind];
	if (!wait) return undefined;
	return () => {
		const retries = options.get("maxRetries")?.value() ?? "3";
		const attempts = /^\d+$/.test(retries) ? String(Number(retries) + 1) : `${retries} + 1`;
		const baseMs = options.get("baseDelay")?.value() ?? "1000";
		const maxMs = options.get("maxDelay")?.value() ?? "30000";
		const named = ["backoff", "baseDelay", "maxDelay"].some((name) => options.has(name));
		const delay = kind === "fixed" ? `() => ${baseMs}` : `(_error, attempt) => Math.min(${wait(baseMs)}, ${maxMs})`;
		return objectOf([
			`maxAttempts: ${attempts}`,
			named ? `delayMs: ${delay}` : undefined,
			options.get("isRetryable")?.whole(),
		]);
	};
}

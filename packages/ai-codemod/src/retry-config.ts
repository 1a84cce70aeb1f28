import { canMove, objectOf, onlyHas, type Property } from "./object-literal.ts";

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
	if (!["baseDelay", "maxDelay"].every((name) => canMove(options.get(name), ["_error", "attempt"]))) return undefined;
	const kind = options.get("backoff")?.node.getText().replace(/["'`]/g, "") ?? "exponential";
	const wait = Object.hasOwn(waits, kind) && waits[kind];
	if (!wait) return undefined;
	return () => {
		const retries = given(options, "maxRetries", "3");
		const attempts = isNumber(retries) ? String(toNumber(retries) + 1) : `${grouped(retries)} + 1`;
		const baseMs = given(options, "baseDelay", "1000");
		const maxMs = given(options, "maxDelay", "30000");
		const named = ["backoff", "baseDelay", "maxDelay"].some((name) => options.has(name));
		const isWithin = kind === "fixed" && isNumber(baseMs) && isNumber(maxMs) && toNumber(baseMs) <= toNumber(maxMs);
		const parameters = kind === "fixed" ? "()" : "(_error, attempt)";
		const delay = isWithin ? baseMs : `Math.min(${wait(grouped(baseMs))}, ${maxMs})`;
		return objectOf([
			`maxAttempts: ${attempts}`,
			named ? `delayMs: ${parameters} => ${delay}` : undefined,
			options.get("isRetryable")?.whole(),
		]);
	};
}

/** What an option is given as, or would be by itself. */
function given(options: ReadonlyMap<string, Property>, name: string, otherwise: string): string {
	const text = options.get(name)?.value() ?? otherwise;
	return text === "undefined" ? otherwise : text;
}

const isNumber = (text: string): boolean => /^[\d_]+$/.test(text);

const toNumber = (text: string): number => Number(text.replaceAll("_", ""));

/** An expression that an operator may stand beside. */
const grouped = (text: string): string => (/^[\w$.#]+$/.test(text) ? text : `(${text})`);

import { FallbackExhaustedError, isWorkkitError } from "@workkit/ai-gateway";
import { fixOf } from "./fix-of.ts";
import { messageOf } from "./message-of.ts";

/** An error as it is shown: plain facts. */
export interface ToldError {
	readonly name: string;
	readonly message: string;
	/** What to do about it. */
	readonly fix: string;
	/** Name and value, in the order in which they are shown. */
	readonly facts: readonly (readonly [name: string, value: string])[];
}

/** What there is to tell of a thrown value. */
export function toldError(error: unknown): ToldError {
	const message = messageOf(error);
	if (!isWorkkitError(error)) {
		return { name: error instanceof Error ? error.name : "Error", message, fix: fixOf(undefined), facts: [] };
	}
	const { name, code, statusCode, retryable, retryStrategy, context } = error;
	const told: [string, unknown][] = [
		["code", code],
		["statusCode", statusCode],
		["retryable", retryable],
		["retryStrategy", retryStrategy.kind],
		...["provider", "status", "vendorCode", "vendorMessage"].map((key): [string, unknown] => [
			`context.${key}`,
			context[key],
		]),
		["context.partial.text", Object(context.partial).text],
		// Of a fallback, what each tier said.
		...reasonsOf(error).map((reason, index): [string, unknown] => [`errors[${index}]`, messageOf(reason)]),
	];
	const facts = told.filter(([, value]) => value !== undefined && value !== null && value !== "");
	return { name, message, fix: fixOf(code), facts: facts.map(([key, value]) => [key, String(value)]) };
}

function reasonsOf(error: unknown): readonly unknown[] {
	return error instanceof FallbackExhaustedError ? error.errors : [];
}

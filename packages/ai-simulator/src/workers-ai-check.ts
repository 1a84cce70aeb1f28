import { isRecord, type JsonRecord } from "./json.ts";
import { platformError } from "./workers-ai-error.ts";

/** What one input of a model may be. */
export interface Field {
	readonly type: "string" | "integer" | "number" | "boolean" | "array" | "object";
	readonly required?: boolean;
	/** Least and most value; of a string and an array, least and most length. */
	readonly min?: number;
	readonly max?: number;
	readonly values?: readonly string[];
}

/** Throws 5004 for the first input that is missing or is not what its field says; other inputs are none of its business. */
export function checkInputs(inputs: JsonRecord, fields: Readonly<Record<string, Field>>): void {
	const missing = Object.keys(fields).filter((name) => fields[name]?.required && inputs[name] === undefined);
	if (missing.length > 0) throw badInput(`required properties at '/' are '${missing.join(",")}'`);
	for (const [name, field] of Object.entries(fields)) {
		if (inputs[name] !== undefined) checkField(inputs[name], field, `/${name}`);
	}
}

function checkField(value: unknown, { type, min, max, values }: Field, at: string): void {
	const found = typeOf(value);
	if (found !== type && !(type === "number" && found === "integer")) throw mismatch(at, value, [type]);
	if (values !== undefined && !values.includes(String(value))) {
		throw badInput(`enum ${value} not in ${values.join(",")} at '${at}'`);
	}
	const isSized = typeof value === "string" || Array.isArray(value);
	const size = isSized ? value.length : Number(value);
	const what = isSized ? `Length of '${at}'` : `'${at}'`;
	if (min !== undefined && !(size >= min)) throw badInput(`${what} must be >= ${min} not met`);
	if (max !== undefined && !(size <= max)) throw badInput(`${what} must be <= ${max} not met`);
}

/** The platform's refusal of inputs of the wrong form. */
export function badInput(problem: string): ReturnType<typeof platformError> {
	return platformError(5004, `Bad input: Error: ${problem}`);
}

/** The refusal of a value of the wrong type. */
export function mismatch(at: string, value: unknown, types: readonly string[]): ReturnType<typeof platformError> {
	return badInput(`Type mismatch of '${at}', '${typeOf(value)}' not in '${types.join("','")}'`);
}

function typeOf(value: unknown): string {
	if (value === null) return "null";
	if (Array.isArray(value)) return "array";
	if (isRecord(value)) return "object";
	return Number.isInteger(value) ? "integer" : typeof value;
}

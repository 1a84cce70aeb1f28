import { isRecord, type JsonRecord, ownValue } from "./json.ts";

/** What the conditions of a dynamic route can ask about. */
export interface RouteSubject {
	readonly body: unknown;
	readonly headers: JsonRecord;
	readonly metadata: JsonRecord;
}

/** The value at a path such as `metadata.plan` or `body.max_tokens`; a path without a known start asks the body. */
export function readSubject(subject: RouteSubject, path: string): unknown {
	const [start = "", ...rest] = path.split(".");
	const isKnown = start === "body" || start === "headers" || start === "metadata";
	let value: unknown = isKnown ? subject[start] : subject.body;
	for (const name of isKnown ? rest : [start, ...rest]) {
		value = isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
	}
	return value;
}

const OPERATORS: Readonly<Record<string, (value: unknown, operand: unknown) => boolean>> = {
	$eq: (value, operand) => value === operand,
	$ne: (value, operand) => value !== operand,
	$gt: (value, operand) => Number(value) > Number(operand),
	$gte: (value, operand) => Number(value) >= Number(operand),
	$lt: (value, operand) => Number(value) < Number(operand),
	$lte: (value, operand) => Number(value) <= Number(operand),
	$in: (value, operand) => Array.isArray(operand) && operand.includes(value),
	$nin: (value, operand) => Array.isArray(operand) && !operand.includes(value),
	$exists: (value, operand) => (value !== undefined) === operand,
};

/**
 * Whether a condition holds: `{ "metadata.plan": { $eq: "free" } }`, a bare value for `$eq`, several entries at once, and
 * `$and`, `$or`, `$not` around conditions. An operator that does not exist never holds.
 */
export function holds(condition: unknown, subject: RouteSubject): boolean {
	if (!isRecord(condition)) return false;
	return Object.entries(condition).every(([name, value]) => {
		if (name === "$and") return Array.isArray(value) && value.every((part) => holds(part, subject));
		if (name === "$or") return Array.isArray(value) && value.some((part) => holds(part, subject));
		if (name === "$not") return !holds(value, subject);
		const found = readSubject(subject, name);
		if (!isRecord(value)) return found === value;
		return Object.entries(value).every(
			([operator, operand]) => ownValue(OPERATORS, operator)?.(found, operand) ?? false,
		);
	});
}

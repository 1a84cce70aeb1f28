import type { GatewayLogFields } from "./gateway-log.ts";
import { isRecord, ownValue } from "./json.ts";

/** A condition on log entries: one of the values for `eq`, none of them for `neq`, the first for the others. */
export interface LogFilter {
	readonly key: string;
	readonly operator: string;
	readonly value: readonly unknown[];
}

/**
 * The filters of an address: `filters=[{…}]` as JSON, `filters[0][key]=…`, or as the official client writes them,
 * `filters.key=…&filters.operator=…&filters.value=…`, and the older ones such as `provider=` and `min_cost=`.
 */
export function readFilters(query: URLSearchParams): LogFilter[] {
	const filters = [...jsonFilters(query.get("filters")), ...dottedFilters(query), ...indexedFilters(query)];
	for (const name of ["cached", "success", "provider", "model", "model_type"]) {
		const value = query.get(name);
		if (value !== null) filters.push({ key: name, operator: "eq", value: [value] });
	}
	const feedback = query.get("feedback");
	if (feedback !== null) filters.push({ key: "feedback", operator: "eq", value: [feedback === "0" ? -1 : 1] });
	for (const [name, value] of query) {
		const [, bound, key = ""] = /^(min|max)_(cost|duration|tokens_in|tokens_out|total_tokens)$/.exec(name) ?? [];
		const found = key === "total_tokens" ? "tokens" : key;
		if (bound !== undefined) filters.push({ key: found, operator: bound === "min" ? "gte" : "lte", value: [value] });
	}
	const start = query.get("start_date");
	const end = query.get("end_date");
	if (start !== null) filters.push({ key: "created_at", operator: "gte", value: [start] });
	if (end !== null) filters.push({ key: "created_at", operator: "lte", value: [end] });
	return filters;
}

function jsonFilters(text: string | null): LogFilter[] {
	try {
		const parsed: unknown = JSON.parse(text ?? "[]");
		return Array.isArray(parsed) ? parsed.flatMap((filter: unknown) => toFilter(filter)) : [];
	} catch {
		return [];
	}
}

function toFilter(filter: unknown): LogFilter[] {
	if (!isRecord(filter)) return [];
	return [{ key: String(filter.key), operator: String(filter.operator ?? "eq"), value: [filter.value].flat() }];
}

function dottedFilters(query: URLSearchParams): LogFilter[] {
	const keys = query.getAll("filters.key");
	const operators = query.getAll("filters.operator");
	const values = query.getAll("filters.value");
	// The client writes all values in a row: with one filter they are all its own.
	return keys.map((key, index) => ({
		key,
		operator: operators[index] ?? "eq",
		value: keys.length === 1 ? values : values.slice(index, index + 1),
	}));
}

function indexedFilters(query: URLSearchParams): LogFilter[] {
	const found = new Map<string, { key: string; operator: string; value: string[] }>();
	for (const [name, value] of query) {
		const [, index, field] = /^filters\[(\d*)\]\[(key|operator|value)\]/.exec(name) ?? [];
		if (index === undefined) continue;
		const filter = found.get(index) ?? { key: "", operator: "eq", value: [] };
		found.set(index, filter);
		if (field === "value") filter.value.push(value);
		else if (field === "key" || field === "operator") filter[field] = value;
	}
	return [...found.values()];
}

/** Whether a log entry passes all filters. `metadata.key` and `metadata.value` are not matched as a pair. */
export function passes(fields: GatewayLogFields, filters: readonly LogFilter[]): boolean {
	return filters.every((filter) => {
		const found = valuesOf(fields, filter.key);
		return filter.operator === "neq"
			? !found.some((value) => compares(value, { ...filter, operator: "eq" }))
			: found.some((value) => compares(value, filter));
	});
}

function valuesOf(fields: GatewayLogFields, key: string): unknown[] {
	if (key === "metadata.key") return Object.keys(fields.metadata);
	if (key === "metadata.value") return Object.values(fields.metadata);
	if (key === "tokens") return [(fields.tokens_in ?? 0) + (fields.tokens_out ?? 0)];
	return [Object.hasOwn(fields, key) ? fields[key as keyof GatewayLogFields] : undefined];
}

function compares(found: unknown, { operator, value }: LogFilter): boolean {
	const [first] = value;
	if (operator === "eq") return value.some((wanted) => String(wanted) === String(found));
	if (operator === "contains") return value.some((wanted) => String(found).includes(String(wanted)));
	const order = typeof found === "number" ? found - Number(first) : compareTexts(String(found), String(first));
	return ownValue({ lt: order < 0, gt: order > 0, lte: order <= 0, gte: order >= 0 }, operator) ?? false;
}

function compareTexts(left: string, right: string): number {
	return left < right ? -1 : Number(left > right);
}

/** The entries in the order that the address asks for: the newest first unless it says otherwise. */
export function ordered(entries: readonly GatewayLogFields[], query: URLSearchParams): GatewayLogFields[] {
	const key = query.get("order_by") ?? "created_at";
	const isAscending = (query.get("order_by_direction") ?? query.get("direction")) === "asc";
	const indexed = entries.map((fields, index) => ({ fields, index, value: valuesOf(fields, key)[0] }));
	indexed.sort((left, right) => {
		const order =
			typeof left.value === "number" && typeof right.value === "number"
				? left.value - right.value
				: compareTexts(String(left.value), String(right.value));
		return (order || left.index - right.index) * (isAscending ? 1 : -1);
	});
	return indexed.map(({ fields }) => fields);
}

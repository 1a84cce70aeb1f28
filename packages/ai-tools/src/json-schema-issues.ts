import type { JsonSchema } from "@workkit/ai-core";
import type { ValidationIssue } from "@workkit/errors";
import { isObject, isType, same } from "./json-value.ts";
import { resolveRef } from "./resolve-ref.ts";

type Path = readonly PropertyKey[];
type Reason = readonly [path: Path, message: string];
type Report = (...reason: Reason) => void;
type Fits = (schema: unknown, part: unknown) => boolean;
type Below = (schema: unknown, part: unknown, key?: PropertyKey) => void;

/** One document, and what was found in it: alternatives that nest would be looked at again for each way that leads to them. */
export interface Scope {
	readonly root: unknown;
	readonly known: Map<unknown, Map<unknown, Reason[]>>;
}

/** How far in: steps of the schema at one value, and values around it. */
interface Depth {
	readonly steps: number;
	readonly level: number;
}

/** Values in values that are looked at. */
const deepest = 200;

/** What is known of a pair; made once where the value is an object or a list. */
export function once<T>(known: Map<unknown, Map<unknown, T>>, value: unknown, schema: unknown, make: () => T): T {
	if (typeof value !== "object" || !value) return make();
	const bySchema = known.get(value) ?? new Map<unknown, T>();
	known.set(value, bySchema);
	const made = bySchema.has(schema) ? (bySchema.get(schema) as T) : make();
	bySchema.set(schema, made);
	return made;
}

/** The limits of texts, numbers, lists and objects: what is measured, and how many of it there may be. */
const limits: readonly (readonly [string, (value: unknown) => number | undefined, string])[] = [
	["Length", (value) => (typeof value === "string" ? [...value].length : undefined), "characters"],
	["imum", (value) => (typeof value === "number" ? value : undefined), ""],
	["Items", (value) => (Array.isArray(value) ? value.length : undefined), "items"],
	["Properties", (value) => (isObject(value) ? Object.keys(value).length : undefined), "properties"],
];

/** Some patterns of old are no patterns in Unicode mode; what is none at all refuses nothing. */
function matches(pattern: unknown, text: string): boolean {
	for (const flags of ["u", ""]) {
		try {
			return new RegExp(String(pattern), flags).test(text);
		} catch {
			// On to the next mode.
		}
	}
	return true;
}

/**
 * Why a JSON value does not fit a JSON Schema; empty when it fits. Knows the keywords of draft 2020-12 that schema
 * libraries write: types, `enum`, `const`, limits, patterns, properties, items, `$ref` into the same document, and the
 * combinations. Values that nest deeper than 200 do not fit. `format` and other annotations are not checked, nor are `unevaluated…`, `dependent…` and `$dynamicRef`.
 *
 * @param value - Parsed JSON.
 *
 * @example
 * ```ts
 * import { jsonSchemaIssues } from "@workkit/ai-tools";
 *
 * const issues = jsonSchemaIssues({ type: "object", required: ["city"] }, {});
 * console.log(issues[0]?.path, issues[0]?.message); // ["city"] "is missing"
 * ```
 */
export function jsonSchemaIssues(schema: JsonSchema, value: unknown, root: JsonSchema = schema): ValidationIssue[] {
	return issuesIn({ root, known: new Map() }, schema, value);
}

/** The same, with what is known of the document. */
export function issuesIn(scope: Scope, schema: unknown, value: unknown): ValidationIssue[] {
	const issues: ValidationIssue[] = [];
	check(schema, value, [], scope, (path, message) => issues.push({ path, message }), { steps: 0, level: 0 });
	return issues;
}

function check(schema: unknown, value: unknown, path: Path, scope: Scope, report: Report, depth: Depth): void {
	const { steps, level } = depth;
	if (schema === false) report(path, "is not allowed");
	// A `$ref` that leads to itself says nothing.
	if (!isObject(schema) || steps > 500) return;
	if (level > deepest) {
		report(path, "is nested too deeply");
		return;
	}
	const below: Below = (child, part, key) =>
		key === undefined
			? check(child, part, path, scope, report, { steps: steps + 1, level })
			: check(child, part, [...path, key], scope, report, { steps: 0, level: level + 1 });
	const reasonsOf = (child: unknown, part: unknown): Reason[] =>
		once(scope.known, part, child, () => {
			const reasons: Reason[] = [];
			check(child, part, [], scope, (...reason) => reasons.push(reason), { steps: steps + 1, level });
			return reasons;
		});
	const fits: Fits = (child, part) => !reasonsOf(child, part)[0];
	const { type, enum: values, allOf, anyOf, oneOf, not, $ref } = schema;
	if ($ref !== undefined) below(resolveRef($ref, scope.root), value);
	const types = type === undefined ? [] : [type].flat().map(String);
	if (types[0] && !types.some((name) => isType[name]?.(value))) {
		report(path, `must be ${types.join(" or ")}`);
		return;
	}
	if (Array.isArray(values) && !values.some((one) => same(one, value)))
		report(path, `must be one of ${JSON.stringify(values)}`);
	if ("const" in schema && !same(schema.const, value)) report(path, `must be ${JSON.stringify(schema.const)}`);
	if (Array.isArray(allOf)) for (const child of allOf) below(child, value);
	for (const alternatives of [anyOf, oneOf]) {
		if (!Array.isArray(alternatives)) continue;
		const reasons = alternatives.map((child) => reasonsOf(child, value));
		const count = reasons.filter(([first]) => !first).length;
		if (count === 0) reportClosest(reasons, path, report);
		if (count > 1 && alternatives === oneOf) report(path, "fits more than one of the alternatives");
	}
	if (not !== undefined && fits(not, value)) report(path, "is not allowed");
	if (schema.if !== undefined) below(fits(schema.if, value) ? schema.then : schema.else, value);
	for (const [name, measure, unit] of limits) {
		const least = schema[`min${name}`];
		const most = schema[`max${name}`];
		const size = (least ?? most) === undefined ? undefined : measure(value);
		if (size === undefined) continue;
		if (typeof least === "number" && size < least) report(path, `must be at least ${least} ${unit}`.trim());
		if (typeof most === "number" && size > most) report(path, `must be at most ${most} ${unit}`.trim());
	}
	if (typeof value === "number") checkNumber(schema, value, path, report);
	if (typeof value === "string" && schema.pattern !== undefined && !matches(schema.pattern, value))
		report(path, `must match ${schema.pattern}`);
	if (Array.isArray(value)) checkItems(schema, value, path, report, fits, below);
	else if (isObject(value)) checkProperties(schema, value, path, report, fits, below);
}

/** Tells why the alternative that was probably meant does not fit: the one that fails deepest inside, for the fewest reasons. */
function reportClosest(alternatives: readonly Reason[][], path: Path, report: Report): void {
	// An alternative of another type, or with another tag, fails where the value begins.
	const [best] = alternatives.filter(([first]) => first?.[0].length).sort((a, b) => a.length - b.length);
	for (const [place, message] of best ?? []) report([...path, ...place], message);
	const words = new Set(alternatives.map(([first]) => first?.[1]));
	if (!best) report(path, `fits none of the alternatives: ${[...words].join("; ")}`);
}

function checkNumber(schema: Record<string, unknown>, value: number, path: Path, report: Report): void {
	const { exclusiveMinimum: above, exclusiveMaximum: under, multipleOf: step } = schema;
	if (typeof above === "number" && value <= above) report(path, `must be more than ${above}`);
	if (typeof under === "number" && value >= under) report(path, `must be less than ${under}`);
	// 0.3 is a multiple of 0.1, although not in binary.
	if (typeof step === "number" && Math.abs(value / step - Math.round(value / step)) > 1e-9)
		report(path, `must be a multiple of ${step}`);
}

function checkItems(
	{ items, prefixItems, uniqueItems, contains }: Record<string, unknown>,
	value: readonly unknown[],
	path: Path,
	report: Report,
	fits: Fits,
	below: Below,
): void {
	// Before draft 2020-12 a list of `items` was what `prefixItems` is now.
	const first: readonly unknown[] = [prefixItems, items].find(Array.isArray) ?? [];
	for (const [index, item] of value.entries()) {
		if (index < first.length) below(first[index], item, index);
		else if (!Array.isArray(items)) below(items, item, index);
	}
	if (uniqueItems === true && new Set(value.map((item) => JSON.stringify(item))).size < value.length)
		report(path, "must not repeat an item");
	if (contains !== undefined && !value.some((item) => fits(contains, item))) report(path, "lacks a required item");
}

function checkProperties(
	schema: Record<string, unknown>,
	value: Record<string, unknown>,
	path: Path,
	report: Report,
	fits: Fits,
	below: Below,
): void {
	const { properties, required, patternProperties, additionalProperties, propertyNames } = schema;
	for (const name of Array.isArray(required) ? required : [])
		if (!Object.hasOwn(value, name)) report([...path, name], "is missing");
	const known = Object(properties);
	const byPattern = Object.entries(Object(patternProperties));
	for (const [key, part] of Object.entries(value)) {
		const matching = byPattern.filter(([pattern]) => matches(pattern, key));
		for (const [, child] of matching) below(child, part, key);
		if (Object.hasOwn(known, key)) below(known[key], part, key);
		else if (!matching[0]) {
			if (additionalProperties === false) report([...path, key], "is not a known property");
			else below(additionalProperties, part, key);
		}
		if (propertyNames !== undefined && !fits(propertyNames, key)) report([...path, key], "is not an allowed name");
	}
}

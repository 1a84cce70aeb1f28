import type { GatewaySettings } from "./gateway-settings.ts";
import { isRecord, type JsonRecord } from "./json.ts";
import { invalidField } from "./management-response.ts";

type Check = (value: unknown) => string | undefined;

const boolean: Check = (value) => (typeof value === "boolean" ? undefined : "Expected boolean");
const oneOf =
	(...names: readonly unknown[]): Check =>
	(value) =>
		names.includes(value) ? undefined : `Expected ${names.map((name) => JSON.stringify(name)).join(" | ")}`;
const integer =
	(least: number, most: number): Check =>
	(value) =>
		value === null || (Number.isInteger(value) && Number(value) >= least && Number(value) <= most)
			? undefined
			: `Expected integer from ${least} to ${most}, or null`;
const natural = integer(0, Number.MAX_SAFE_INTEGER);

const text =
	(least: number, most: number): Check =>
	(value) =>
		value === null || (typeof value === "string" && value.length >= least && value.length <= most)
			? undefined
			: `Expected string of ${least} to ${most} characters, or null`;
const list: Check = (value) => (value === null || Array.isArray(value) ? undefined : "Expected array or null");

const dlp: Check = (value) => {
	if (!isRecord(value) || typeof value.enabled !== "boolean") return "Expected { enabled, … }";
	if (Array.isArray(value.policies)) {
		const isPolicy = (policy: unknown) =>
			isRecord(policy) &&
			typeof policy.id === "string" &&
			typeof policy.enabled === "boolean" &&
			isAction(policy.action) &&
			Array.isArray(policy.check) &&
			Array.isArray(policy.profiles);
		return value.policies.every(isPolicy) ? undefined : "Expected policies { id, action, check, enabled, profiles }";
	}
	return isAction(value.action) && Array.isArray(value.profiles)
		? undefined
		: "Expected action and profiles, or policies";
};

const guardrails: Check = (value) => {
	if (value === null) return undefined;
	if (!isRecord(value)) return "Expected { prompt, response }";
	const isMap = (map: unknown) =>
		isRecord(map) &&
		Object.entries(map).every(([key, action]) => /^(S([1-9]|1[0-3])|P1)$/.test(key) && isAction(action));
	return isMap(value.prompt) && isMap(value.response)
		? undefined
		: "Expected maps of S1 to S13 and P1 to FLAG or BLOCK";
};

const spendLimits: Check = (value) => {
	if (value === null) return undefined;
	if (!isRecord(value)) return "Expected { enabled, rules }";
	const { rules = [] } = value;
	const isRule = (rule: unknown) =>
		isRecord(rule) && rule.limitType === "cost" && typeof rule.limit === "number" && typeof rule.window === "number";
	if (!Array.isArray(rules) || !rules.every(isRule)) return "Expected rules { limit, limitType: cost, window }";
	return rules.length <= 20 ? undefined : "At most 20 rules";
};

function isAction(value: unknown): boolean {
	return value === "FLAG" || value === "BLOCK";
}

/** Without these a gateway can neither be made nor changed. */
const REQUIRED: Readonly<Record<string, Check>> = {
	cache_invalidate_on_update: boolean,
	cache_ttl: natural,
	collect_logs: boolean,
	rate_limiting_interval: natural,
	rate_limiting_limit: natural,
};

const OPTIONAL: Readonly<Record<string, Check>> = {
	authentication: boolean,
	byok_only: boolean,
	dlp,
	guardrails,
	log_classification: boolean,
	log_management: integer(10_000, 10_000_000),
	log_management_strategy: oneOf("STOP_INSERTING", "DELETE_OLDEST", null),
	logpush: boolean,
	logpush_public_key: text(16, 1024),
	otel: list,
	rate_limiting_technique: oneOf("fixed", "sliding", null),
	retry_backoff: oneOf("constant", "linear", "exponential", null),
	retry_delay: integer(0, 60_000),
	retry_max_attempts: integer(1, 5),
	spend_limits: spendLimits,
	store_id: text(0, 64),
	stripe: (value) => (value === null || isRecord(value) ? undefined : "Expected object or null"),
	workers_ai_billing_mode: oneOf("postpaid", "unified"),
	zdr: boolean,
};

/**
 * The settings in a body of the management API; throws 7001 for the first that is missing or wrong. What is not named is
 * not in the result, so that it falls back to its default; `null` of the numbers that are required reads back as 0.
 */
export function readSettings(body: JsonRecord): Partial<GatewaySettings> {
	const settings: Record<string, unknown> = {};
	for (const [name, check] of Object.entries({ ...REQUIRED, ...OPTIONAL })) {
		const value = body[name];
		const isRequired = Object.hasOwn(REQUIRED, name);
		if (value === undefined && !isRequired) continue;
		if (value === undefined) throw invalidField(name, "Required");
		const problem = check(value);
		if (problem !== undefined) throw invalidField(name, problem);
		settings[name] = value ?? (isRequired ? 0 : null);
	}
	if (settings.rate_limiting_technique === null) settings.rate_limiting_technique = "fixed";
	// Every value has passed its check.
	return settings as Partial<GatewaySettings>;
}

import { ConfigError } from "@workkit/errors";
import { checkGatewayId } from "./gateway-id.ts";
import type { AiGatewaySettings } from "./gateway-settings.ts";

/** A gateway that is declared in code. */
export interface AiGatewayDefinition<Id extends string = string> {
	readonly id: Id;
	readonly settings: AiGatewaySettings;
}

type Check = (value: unknown) => string | false;

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === "object" && value !== null && !Array.isArray(value);
const must = (holds: boolean, be: string): string | false => !holds && be;
const flag: Check = (value) => must(typeof value === "boolean", "true or false");
const orNull =
	(check: Check): Check =>
	(value) =>
		value !== null && check(value);
const whole =
	(least: number, most = Number.MAX_SAFE_INTEGER): Check =>
	(value) =>
		must(
			Number.isInteger(value) && Number(value) >= least && Number(value) <= most,
			`a whole number from ${least}${most < Number.MAX_SAFE_INTEGER ? ` to ${most}` : ""}`,
		);
const text =
	(least: number, most: number): Check =>
	(value) =>
		must(
			typeof value === "string" && value.length >= least && value.length <= most,
			`text of ${least} to ${most} characters`,
		);
const oneOf =
	(...names: readonly string[]): Check =>
	(value) =>
		must(names.includes(value as string), `one of ${names.join(", ")}`);

const action = oneOf("FLAG", "BLOCK");
const list = (value: unknown, each: (item: Record<string, unknown>) => boolean): boolean =>
	Array.isArray(value) && value.every((item) => isObject(item) && each(item));

const hazards = (value: unknown): boolean =>
	isObject(value) && Object.entries(value).every(([name, act]) => /^(S([1-9]|1[0-3])|P1)$/.test(name) && !action(act));
const guardrails: Check = (value) =>
	must(
		isObject(value) && hazards(value.prompt) && hazards(value.response),
		"{ prompt, response }, each of S1 to S13 and P1, with FLAG or BLOCK",
	);
const dlp: Check = (value) =>
	must(
		isObject(value) &&
			!flag(value.enabled) &&
			("policies" in value
				? list(
						value.policies,
						(policy) =>
							typeof policy.id === "string" &&
							!action(policy.action) &&
							Array.isArray(policy.check) &&
							Array.isArray(policy.profiles) &&
							!flag(policy.enabled),
					)
				: !action(value.action) && Array.isArray(value.profiles)),
		"{ enabled, action, profiles } or { enabled, policies }",
	);
const spendLimits: Check = (value) =>
	must(
		isObject(value) &&
			(value.rules === undefined ||
				(list(value.rules, (rule) => rule.limitType === "cost" && Number(rule.limit) > 0 && Number(rule.window) > 0) &&
					(value.rules as unknown[]).length <= 20)),
		'{ enabled, rules }, at most 20 of { limit, limitType: "cost", window }',
	);
const otel: Check = (value) =>
	must(
		list(value, ({ url, headers }) => /^https?:\/\//.test(String(url)) && isObject(headers)),
		"a list of { url, headers }",
	);
const stripe: Check = (value) =>
	must(
		isObject(value) && typeof value.authorization === "string" && Array.isArray(value.usageEvents),
		"{ authorization, usageEvents }",
	);

const checks: { readonly [K in keyof Required<AiGatewaySettings>]: Check } = {
	authentication: flag,
	byokOnly: flag,
	cacheInvalidateOnUpdate: flag,
	cacheTtl: orNull(whole(0)),
	collectLogs: flag,
	dlp,
	guardrails: orNull(guardrails),
	logClassification: flag,
	logManagement: orNull(whole(10_000, 10_000_000)),
	logManagementStrategy: orNull(oneOf("STOP_INSERTING", "DELETE_OLDEST")),
	logpush: flag,
	logpushPublicKey: orNull(text(16, 1024)),
	otel: orNull(otel),
	rateLimitingInterval: orNull(whole(0)),
	rateLimitingLimit: orNull(whole(0)),
	rateLimitingTechnique: orNull(oneOf("fixed", "sliding")),
	retryBackoff: orNull(oneOf("constant", "linear", "exponential")),
	retryDelay: orNull(whole(0, 60_000)),
	retryMaxAttempts: orNull(whole(1, 5)),
	spendLimits: orNull(spendLimits),
	storeId: orNull(text(0, 64)),
	stripe: orNull(stripe),
	workersAiBillingMode: oneOf("postpaid", "unified"),
	zdr: flag,
};

/**
 * Declares a gateway. It does nothing by itself: `@workkit/ai-gateway-cli` shows what would change, and changes it. Throws
 * `ConfigError` for a name, a setting or a value that cannot be.
 *
 * @param id - The gateway's name.
 *
 * @example
 * ```ts
 * import { defineAiGateway } from "@workkit/ai-cloudflare-gateway";
 *
 * export const production = defineAiGateway("prod-gateway", {
 * 	cacheTtl: 300,
 * 	rateLimitingInterval: 60,
 * 	rateLimitingLimit: 100,
 * 	rateLimitingTechnique: "sliding",
 * 	collectLogs: true,
 * 	authentication: true,
 * });
 * ```
 */
export function defineAiGateway<const Id extends string>(
	id: Id,
	settings: AiGatewaySettings = {},
): AiGatewayDefinition<Id> {
	checkGatewayId(id);
	for (const [name, value] of Object.entries(settings)) {
		if (!Object.hasOwn(checks, name)) throw new ConfigError(`Gateway "${id}" has no setting \`${name}\`.`);
		const expected = value !== undefined && checks[name as keyof AiGatewaySettings](value);
		if (expected) throw new ConfigError(`Gateway "${id}": \`${name}\` must be ${expected}.`);
	}
	return { id, settings };
}

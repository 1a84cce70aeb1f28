import type { ApiSettings } from "./gateways-client.ts";
import { isObject, isSame, wholes } from "./same-setting.ts";

/** What the platform writes itself. Anything else that it reads back, also what this version does not know, is sent back. */
const ownFields = new Set([
	"id",
	"account_id",
	"account_tag",
	"internal_id",
	"created_at",
	"modified_at",
	"is_default",
]);

/** Settings that the API does not take `null` for: read back so, they are left out. */
const neverNull = new Set([
	"authentication",
	"byok_only",
	"dlp",
	"log_classification",
	"logpush",
	"workers_ai_billing_mode",
	"zdr",
]);

/** Without these the API refuses a gateway. */
const required: ApiSettings = {
	cache_invalidate_on_update: false,
	cache_ttl: 0,
	collect_logs: true,
	rate_limiting_interval: 0,
	rate_limiting_limit: 0,
};

/** A list's elements that are as told keep what the API gave them, their ids first of all. */
function mergeSetting(told: unknown, current: unknown, name: string): unknown {
	if (isSame(told, current, name)) return current ?? told;
	if (Array.isArray(told) && Array.isArray(current)) {
		return told.map((item) => current.find((other) => isSame(item, other)) ?? item);
	}
	return isObject(told) && isObject(current) && !wholes.has(name) ? merge(told, current) : told;
}

function merge(told: ApiSettings, current: ApiSettings): ApiSettings {
	const merged = { ...current };
	for (const [name, value] of Object.entries(told)) merged[name] = mergeSetting(value, current[name], name);
	return merged;
}

/** All settings for a full replacement: those that were told, and everything else as it is. */
export function mergeSettings(told: ApiSettings, current: ApiSettings = {}): ApiSettings {
	const kept = Object.entries(current).filter(
		([name, value]) => !ownFields.has(name) && !(value === null && neverNull.has(name)),
	);
	return merge(told, { ...required, ...Object.fromEntries(kept) });
}

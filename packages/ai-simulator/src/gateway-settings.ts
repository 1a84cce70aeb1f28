/** What a guardrail or a DLP policy does about a finding. */
export type GatewayAction = "FLAG" | "BLOCK";

/** A DLP policy. */
export interface GatewayDlpPolicy {
	readonly id: string;
	readonly action: GatewayAction;
	readonly check: readonly ("REQUEST" | "RESPONSE")[];
	readonly enabled: boolean;
	readonly profiles: readonly string[];
}

/** The dimension of a spend limit: `filter` applies the rule to these values only, `partition` counts each value alone. */
export type GatewaySpendScope =
	| { readonly mode: "partition" }
	| { readonly mode: "filter"; readonly values: readonly string[] };

/** A budget in US dollars over a window in seconds. */
export interface GatewaySpendRule {
	/** USD per window. */
	readonly limit: number;
	readonly limitType: "cost";
	/** Seconds. */
	readonly window: number;
	readonly enabled?: boolean;
	readonly technique?: "fixed" | "sliding";
	readonly metadata?: Readonly<Record<string, GatewaySpendScope>>;
	readonly model?: GatewaySpendScope;
	readonly provider?: GatewaySpendScope;
}

/** A gateway's settings as the management API reads them: seconds, and milliseconds for `retry_delay`; 0 is none. */
export interface GatewaySettings {
	readonly id: string;
	readonly authentication: boolean;
	readonly byok_only: boolean;
	readonly cache_invalidate_on_update: boolean;
	/** Seconds; 0 is no cache. */
	readonly cache_ttl: number;
	readonly collect_logs: boolean;
	readonly dlp:
		| { readonly enabled: boolean; readonly action: GatewayAction; readonly profiles: readonly string[] }
		| { readonly enabled: boolean; readonly policies: readonly GatewayDlpPolicy[] };
	/** Actions by hazard category, `S1` to `S13` and `P1`. */
	readonly guardrails: {
		readonly prompt: Readonly<Record<string, GatewayAction>>;
		readonly response: Readonly<Record<string, GatewayAction>>;
	} | null;
	readonly is_default: boolean;
	readonly log_classification: boolean;
	/** How many log entries are kept at most. */
	readonly log_management: number | null;
	readonly log_management_strategy: "STOP_INSERTING" | "DELETE_OLDEST" | null;
	readonly logpush: boolean;
	readonly logpush_public_key: string | null;
	readonly otel: readonly unknown[] | null;
	/** Seconds that `rate_limiting_limit` is for. */
	readonly rate_limiting_interval: number;
	/** Requests per interval; 0 is no limit. */
	readonly rate_limiting_limit: number;
	readonly rate_limiting_technique: "fixed" | "sliding";
	readonly retry_backoff: "constant" | "linear" | "exponential" | null;
	/** Milliseconds. */
	readonly retry_delay: number | null;
	/** How many attempts at most. */
	readonly retry_max_attempts: number | null;
	readonly spend_limits: { readonly enabled?: boolean; readonly rules?: readonly GatewaySpendRule[] } | null;
	readonly store_id: string | null;
	readonly stripe: unknown;
	readonly workers_ai_billing_mode: "postpaid" | "unified";
	readonly zdr: boolean;
	readonly created_at: string;
	readonly modified_at: string;
}

/** Settings of a gateway that was made without saying more than its id. */
export function gatewaySettings(given: Partial<GatewaySettings> & { id: string }, nowMs: number): GatewaySettings {
	const time = new Date(nowMs).toISOString();
	return {
		authentication: false,
		byok_only: false,
		cache_invalidate_on_update: false,
		cache_ttl: 0,
		collect_logs: true,
		dlp: { enabled: false, policies: [] },
		guardrails: null,
		is_default: given.id === "default",
		log_classification: false,
		// The fewest that can be set: they are kept in memory.
		log_management: 10_000,
		log_management_strategy: "DELETE_OLDEST",
		logpush: false,
		logpush_public_key: null,
		otel: null,
		rate_limiting_interval: 0,
		rate_limiting_limit: 0,
		rate_limiting_technique: "fixed",
		retry_backoff: null,
		retry_delay: null,
		retry_max_attempts: null,
		spend_limits: null,
		store_id: null,
		stripe: null,
		workers_ai_billing_mode: "postpaid",
		zdr: false,
		created_at: time,
		modified_at: time,
		...given,
	};
}

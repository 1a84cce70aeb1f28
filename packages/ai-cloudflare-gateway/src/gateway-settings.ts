/** What a guardrail or a policy does about a finding. */
export type GatewayAction = "FLAG" | "BLOCK";

/** Actions by hazard category, `S1` to `S13` and `P1`. */
export type GatewayHazards = {
	readonly [K in `S${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13}` | "P1"]?: GatewayAction;
};

/** Data loss prevention: one action for some profiles, or policies. */
export type GatewayDlp =
	| { readonly enabled: boolean; readonly action: GatewayAction; readonly profiles: readonly string[] }
	| {
			readonly enabled: boolean;
			readonly policies: readonly {
				readonly id: string;
				readonly action: GatewayAction;
				readonly check: readonly ("REQUEST" | "RESPONSE")[];
				readonly enabled: boolean;
				readonly profiles: readonly string[];
			}[];
	  };

/** What a spend limit is for: `filter` these values, or `partition`, each value by itself. */
export type GatewaySpendScope =
	| { readonly mode: "partition" }
	| { readonly mode: "filter"; readonly values: readonly string[] };

/** A limit of what a gateway may spend. */
export interface GatewaySpendRule {
	/** USD. */
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

/**
 * Settings of a gateway. What is absent stays as it is in the account, or is the platform's default in a new gateway; `null`
 * is none. The names are those of Cloudflare's API in camelCase. Source: its reference of AI Gateway's settings.
 */
export interface AiGatewaySettings {
	/** Requests need `cf-aig-authorization`. Stored keys and unified billing want this on. */
	readonly authentication?: boolean;
	/** Refuses requests that neither bring a key nor find a stored one. */
	readonly byokOnly?: boolean;
	readonly cacheInvalidateOnUpdate?: boolean;
	/** Seconds; 0 or `null` caches nothing. */
	readonly cacheTtl?: number | null;
	readonly collectLogs?: boolean;
	readonly dlp?: GatewayDlp;
	readonly guardrails?: { readonly prompt: GatewayHazards; readonly response: GatewayHazards } | null;
	readonly logClassification?: boolean;
	/** How many log entries are kept at most: 10,000 to 10,000,000. */
	readonly logManagement?: number | null;
	readonly logManagementStrategy?: "STOP_INSERTING" | "DELETE_OLDEST" | null;
	readonly logpush?: boolean;
	/** 16 to 1,024 characters. */
	readonly logpushPublicKey?: string | null;
	readonly otel?:
		| readonly {
				readonly url: string;
				readonly headers: Readonly<Record<string, string>>;
				readonly authorization?: string;
				readonly contentType?: "json" | "protobuf";
		  }[]
		| null;
	/** Seconds; 0 or `null` limits nothing. */
	readonly rateLimitingInterval?: number | null;
	/** Requests per interval. */
	readonly rateLimitingLimit?: number | null;
	readonly rateLimitingTechnique?: "fixed" | "sliding" | null;
	readonly retryBackoff?: "constant" | "linear" | "exponential" | null;
	/** Milliseconds, at most 60,000. */
	readonly retryDelay?: number | null;
	/** How many attempts at most: 1 to 5. */
	readonly retryMaxAttempts?: number | null;
	/** At most 20 rules. */
	readonly spendLimits?: { readonly enabled?: boolean; readonly rules?: readonly GatewaySpendRule[] } | null;
	/** Id of the Secrets Store that holds the stored keys. */
	readonly storeId?: string | null;
	readonly stripe?: {
		readonly authorization: string;
		readonly usageEvents: readonly { readonly payload: string }[];
	} | null;
	readonly workersAiBillingMode?: "postpaid" | "unified";
	/** Zero data retention, with unified billing. */
	readonly zdr?: boolean;
}

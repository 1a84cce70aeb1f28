import type { JsonRecord } from "./json.ts";

/** A log entry in the platform's words. Milliseconds, bytes and US dollars. */
export interface GatewayLogFields {
	readonly id: string;
	readonly created_at: string;
	readonly provider: string;
	readonly model: string;
	readonly model_type: string;
	readonly path: string;
	/** Until the answer's end. */
	readonly duration: number;
	readonly request_type: string;
	readonly request_content_type: string;
	readonly request_size: number;
	readonly request_head: string | undefined;
	readonly request_head_complete: boolean;
	readonly status_code: number;
	readonly success: boolean;
	readonly cached: boolean;
	readonly response_content_type: string;
	readonly response_size: number;
	readonly response_head: string | undefined;
	readonly response_head_complete: boolean;
	/** Null when the answer does not say; 0 from the cache. */
	readonly tokens_in: number | null;
	readonly tokens_out: number | null;
	readonly cost: number;
	readonly custom_cost: boolean;
	readonly metadata: JsonRecord;
	readonly step: number;
	readonly event_id: string;
	readonly feedback: -1 | 1 | null;
	readonly score: number | null;
	readonly authentication: boolean;
	/** Paid from the account's credits. */
	readonly wholesale: boolean;
	/** With a key that the gateway keeps. */
	readonly byok: boolean;
	readonly compatibilityMode: boolean;
	readonly user_agent: string;
	readonly dlp_action: "FLAG" | "BLOCK" | null;
	/** Hazard categories that were found. */
	readonly guardrails: { readonly prompt: readonly string[]; readonly response: readonly string[] } | null;
}

/** A log entry that its answer still adds to, and what the lists leave out. */
export interface GatewayLog {
	readonly fields: { -readonly [Key in keyof GatewayLogFields]: GatewayLogFields[Key] };
	/** Undefined when payloads are not collected. */
	readonly requestBody: string | undefined;
	responseBody: string | undefined;
	/** From then on it can be read. */
	readonly visibleAtMs: number;
}

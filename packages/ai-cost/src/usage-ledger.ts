import type { Usd } from "./usd.ts";

/** One priced call. */
export interface LedgerEntry {
	/** Who pays: a tenant, a user, a feature. */
	readonly key: string;
	/** The caller's key of the provider. */
	readonly provider: string;
	readonly model: string;
	/** Milliseconds since the epoch. Default: now. */
	readonly at?: number | undefined;
	/** Tokens; `undefined` when the vendor did not count them. */
	readonly inputTokens?: number | undefined;
	/** Tokens; `undefined` when the vendor did not count them. */
	readonly outputTokens?: number | undefined;
	/** USD; `undefined` when it is not known, which is not 0. */
	readonly usd?: Usd | undefined;
	/** The amount is an estimate, as for an aborted stream. */
	readonly estimated?: boolean | undefined;
	/** A cache answered. */
	readonly cached?: boolean | undefined;
}

/** What one key spent on one model of one provider in one day. */
export interface LedgerRow {
	readonly key: string;
	readonly provider: string;
	readonly model: string;
	/** Date in UTC, such as `2026-11-21`. */
	readonly day: string;
	/** Exact decimal of USD, without the calls in `unpriced`. */
	readonly usd: string;
	/** How many calls, those without a price included. */
	readonly requests: number;
	/** Sum of the tokens that are known. */
	readonly inputTokens: number;
	/** Sum of the tokens that are known. */
	readonly outputTokens: number;
	/** Calls whose cost is not known. */
	readonly unpriced: number;
	/** Calls whose cost was estimated. */
	readonly estimated: number;
	/** Calls that a cache answered. */
	readonly cached: number;
}

/** What to select of a ledger; what is left out selects everything. */
export interface LedgerQuery {
	readonly key?: string | undefined;
	readonly provider?: string | undefined;
	readonly model?: string | undefined;
	/** First day, such as `2026-11-01`. */
	readonly from?: string | undefined;
	/** Last day, included. */
	readonly to?: string | undefined;
}

/** Takes priced calls. */
export interface LedgerSink {
	/** Takes one. Rejects with `ConfigError` for amounts, counts or keys that are none, and as whatever it writes to does. */
	record(entry: LedgerEntry): Promise<void>;
}

/** Keeps priced calls, added up per key, model and day. Rejects with `ConfigError` for amounts, counts or keys that are none. */
export interface UsageLedger extends LedgerSink {
	/** In the order of day, key, provider and model. */
	query(query?: LedgerQuery): Promise<LedgerRow[]>;
}

import { composite } from "./composite.ts";
import { fixedWindow } from "./fixed-window.ts";
import type { LimitStoreOptions } from "./limit-store.ts";
import type { Duration } from "./parse-duration.ts";
import type { RateLimiter } from "./rate-limiter.ts";

/** Options of {@link quota}. */
export interface QuotaOptions extends LimitStoreOptions {
	/** What a key may take in each of several windows. */
	readonly limits: readonly { readonly window: Duration; readonly limit: number }[];
}

/**
 * Several fixed windows at once, such as 100 per hour and 1,000 per day. Throws `ConfigError` for options that cannot be.
 *
 * @example
 * ```ts
 * import { quota } from "@workkit/ratelimit";
 *
 * declare const env: { RATE_LIMIT_KV: KVNamespace };
 * const limits = [{ window: "1h", limit: 100 }, { window: "1d", limit: 1_000 }] as const;
 * const { allowed } = await quota({ namespace: env.RATE_LIMIT_KV, limits }).check("tenant-1");
 * ```
 */
export function quota({ limits, ...options }: QuotaOptions): RateLimiter {
	return composite(limits.map((limit) => fixedWindow({ ...options, ...limit })));
}

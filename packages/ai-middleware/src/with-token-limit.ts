import { type Gateway, type Middleware, use, type Wrapped } from "@workkit/ai-core";
import { RateLimitError, ValidationError } from "@workkit/errors";
import { type AftermathOptions, aftermath } from "./aftermath.ts";
import { checkAssumed, mostInputTokens, mostOutputTokens } from "./measure-input.ts";
import { observeUsage } from "./observe-usage.ts";
import { type KeyOf, keyOf } from "./price.ts";

/** Counts tokens; `slidingWindow`, `fixedWindow` and `tokenBucket` of `@workkit/ratelimit` do. */
export interface TokenLimiter {
	/** Takes tokens from what the key has left, or refuses and takes nothing. `limit` is the most that may ever be taken at once. */
	check(
		key: string,
		tokens: number,
	): Promise<{ readonly allowed: boolean; readonly resetAt: Date; readonly limit?: number | undefined }>;
	/** Takes more, or gives back when `by` is negative, of what was taken at a time in milliseconds since the epoch. */
	adjust(key: string, by: number, at: number): Promise<void>;
}

/** How tokens are limited. */
export interface TokenLimitConfig extends AftermathOptions {
	readonly limiter: TokenLimiter;
	/** A tenant, a user, a feature: whatever has a limit of its own. */
	readonly key: KeyOf;
	/** Output tokens to reserve for a call that sets no `maxTokens`. Default 4,096. */
	readonly assumeOutputTokens?: number | undefined;
}

/**
 * Holds calls to a limit of tokens per time: takes the most that a call can use, and gives back what it did not use once it is over.
 * Rejects a call that does not fit with `RateLimitError`, which says when it will, or with `ValidationError` when it never will. When the
 * limiter does not answer, calls fail. Stands inside `withRetry` and `withCache`. Throws `ConfigError` for an `assumeOutputTokens` that cannot be.
 *
 * @example
 * ```ts
 * import { type Gateway, withTokenLimit } from "@workkit/ai-gateway";
 * import { slidingWindow } from "@workkit/ratelimit";
 * import type { RateLimitObject } from "@workkit/ratelimit/durable-object";
 *
 * declare const gateway: Gateway;
 * declare const env: { LIMITS: DurableObjectNamespace<RateLimitObject> };
 * const limiter = slidingWindow({ namespace: env.LIMITS, limit: 100_000, window: "1m" });
 * const limited = withTokenLimit(gateway, { limiter, key: "tenant-1" });
 * ```
 */
export function withTokenLimit<G extends Gateway>(gateway: G, config: TokenLimitConfig): Wrapped<G> {
	const { limiter, key, assumeOutputTokens = 4_096 } = config;
	checkAssumed("withTokenLimit", assumeOutputTokens);
	const limit: Middleware = async (call, next) => {
		const name = keyOf(key, call);
		const most = mostInputTokens(call) + mostOutputTokens(call, assumeOutputTokens);
		const at = Date.now();
		const { allowed, resetAt, limit = most } = await limiter.check(name, most);
		if (!allowed) {
			if (most > limit) {
				// No wait helps.
				throw new ValidationError(
					`The call may use ${most} tokens, of which ${name} never has more than ${limit}: set a lower \`maxTokens\`.`,
				);
			}
			const waitMs = Math.max(0, resetAt.getTime() - Date.now());
			throw new RateLimitError(`${name} has no ${most} tokens left.`, waitMs, { context: { key: name, tokens: most } });
		}
		return observeUsage(call, next, ({ usage }) =>
			aftermath(config, async () => {
				const used = usage ? Math.ceil(usage.inputTokens + usage.outputTokens) : most;
				if (used !== most) await limiter.adjust(name, used - most, at);
			}),
		);
	};
	return use(gateway, limit);
}

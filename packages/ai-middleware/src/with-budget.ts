import { type Call, type Gateway, type Middleware, type TokenUsage, use, type Wrapped } from "@workkit/ai-core";
import { BudgetExceededError, ConfigError } from "@workkit/errors";
import { type AftermathOptions, aftermath } from "./aftermath.ts";
import { isUsd, maxUsd } from "./decimal.ts";
import { checkAssumed, mostInputTokens, mostOutputTokens } from "./measure-input.ts";
import { observeUsage } from "./observe-usage.ts";
import { type KeyOf, keyOf, type PriceFunction, priceUsed } from "./price.ts";
import { quietly } from "./quietly.ts";

/** What a budget holds for: the running hour, day or month in UTC, or the last so many milliseconds. */
export type BudgetWindow = "hour" | "day" | "month" | { readonly rollingMs: number };

/** One call's part in a budget. */
export interface BudgetRequest {
	readonly key: string;
	readonly window: BudgetWindow;
	/** Unique per call. */
	readonly id: string;
	/** What the budget holds, in USD. */
	readonly limit: number | string;
}

/** Keeps budgets, each method atomic; `durableBudgetStore` and `memoryBudgetStore` of `@workkit/ai-cost` do. */
export interface BudgetStore {
	/** Sets an amount aside, if spent, reserved and this together are within the limit. Amounts are decimals of USD, times epoch ms. */
	reserve(
		request: BudgetRequest & { readonly usd: string; readonly expiresInMs?: number | undefined },
	): Promise<{ readonly allowed: boolean; readonly remaining: string; readonly resetAt: number }>;
	/** Replaces a reservation by what was spent. Answers with the thresholds that this has passed, each once per window. */
	settle(
		request: BudgetRequest & { readonly usd: string; readonly thresholds?: readonly number[] | undefined },
	): Promise<{ readonly spent: string; readonly resetAt: number; readonly crossed: readonly number[] }>;
}

/** Part of a budget that is spent. */
export interface BudgetThreshold {
	readonly key: string;
	/** Share of the limit, such as 0.8. */
	readonly threshold: number;
	/** Exact decimal of USD. */
	readonly spent: string;
	/** USD per window, as the configuration has it. */
	readonly limit: number | string;
	readonly resetAt: Date;
}

/** Whose budget, how large, and how calls are priced. */
export interface BudgetConfig extends AftermathOptions {
	/** USD per window and key. */
	readonly limit: number | string;
	readonly window: BudgetWindow;
	/** A tenant, a user, a feature: whatever has a budget of its own. */
	readonly key: KeyOf;
	readonly store: BudgetStore;
	readonly price: PriceFunction;
	/** Output tokens to reserve for a call that sets no `maxTokens`. Default 4,096. */
	readonly assumeOutputTokens?: number | undefined;
	/** Shares of the limit to be told of. Default 0.8 and 1. */
	readonly thresholds?: readonly number[] | undefined;
	/** Told once per window and threshold, among all isolates that share the store. */
	readonly onThreshold?: ((passed: BudgetThreshold) => unknown) | undefined;
	/** Lets calls through whose price is not known, uncounted. Default: they are refused with `ConfigError`. */
	readonly allowUnknownPrices?: boolean | undefined;
	/** When a reservation that is never settled is free again; give more for longer streams. Default: the store's, 10 minutes. */
	readonly expiresInMs?: number | undefined;
}

/** Parts of the input, and of the output, that may cost more than the rest of it. */
const dearer = [
	["inputTokens", ["cacheWriteTokens", "cacheWrite1hTokens", "audioInputTokens"]],
	["outputTokens", ["reasoningTokens", "audioOutputTokens"]],
] as const;

/** The most that a call can cost, whichever of its tokens are dearer than others; `undefined` when a price is not known. */
function mostUsd(call: Call, price: PriceFunction, assumeOutputTokens: number): string | undefined {
	const { provider, model } = call;
	const usdOf = (usage: TokenUsage): string | undefined =>
		priceUsed({ usage, estimated: true, models: [{ provider, model }] }, price);
	let usage: TokenUsage = {
		inputTokens: mostInputTokens(call),
		outputTokens: mostOutputTokens(call, assumeOutputTokens),
	};
	let most = usdOf(usage);
	for (const [whole, parts] of dearer) {
		const plain = usage;
		for (const part of parts) {
			const other = { ...plain, [part]: plain[whole] };
			const usd = usdOf(other);
			if (most === undefined || usd === undefined) return undefined;
			if (maxUsd(most, usd) !== most) [usage, most] = [other, usd];
		}
	}
	return most;
}

/**
 * Holds calls to a budget that may be shared by all isolates: reserves the most that a call can cost (its input's bytes as tokens, plus
 * `maxTokens` or `assumeOutputTokens`), settles what it has cost, and gives the reservation of an unanswered call back. A call that does
 * not fit rejects with `BudgetExceededError`, whose `remaining` and `resetAt` say how much is left and until when. What a
 * vendor bills beyond the reservation is recorded, and refuses the next calls.
 *
 * Stands inside `withRetry`, `withFallback` and `withCache`, so that every attempt has a reservation and hits need none. When
 * the store does not answer, calls fail. Throws `ConfigError` for what is no configuration.
 *
 * @example
 * ```ts
 * import { type Gateway, withBudget } from "@workkit/ai-gateway";
 * import { memoryBudgetStore, priceTable } from "@workkit/ai-cost";
 *
 * declare const gateway: Gateway;
 * const bounded = withBudget(gateway, {
 * 	limit: "5.00",
 * 	window: "day",
 * 	key: "tenant-1",
 * 	store: memoryBudgetStore(),
 * 	price: priceTable({ pricing: { "gpt-4o": { input: 2.5, output: 10 } }, unit: "per1M" }),
 * });
 * ```
 */
export function withBudget<G extends Gateway>(gateway: G, config: BudgetConfig): Wrapped<G> {
	const { limit, window, key, store, price, assumeOutputTokens = 4_096, onThreshold, expiresInMs } = config;
	const thresholds = onThreshold && (config.thresholds ?? [0.8, 1]);
	if (!isUsd(limit)) throw new ConfigError("withBudget: `limit` must be an amount of USD from 0.");
	if (thresholds?.some((part) => !(part > 0 && part < Number.POSITIVE_INFINITY)))
		throw new ConfigError("withBudget: `thresholds` must be numbers above 0.");
	checkAssumed("withBudget", assumeOutputTokens);
	const budget: Middleware = async (call, next) => {
		const most = mostUsd(call, price, assumeOutputTokens);
		if (most === undefined && !config.allowUnknownPrices) {
			throw new ConfigError(
				`No price is known for ${call.provider} ${call.model}: give one, set \`allowUnknownPrices\`, or put withBudget inside the fallback.`,
			);
		}
		const request = { key: keyOf(key, call), window, limit, id: crypto.randomUUID() };
		const reserved = most ?? "0";
		const { allowed, remaining, resetAt } = await store.reserve({ ...request, usd: reserved, expiresInMs });
		if (!allowed) {
			const said = `The budget of ${request.key} has ${remaining} USD left, the call may cost ${reserved}: a lower \`maxTokens\` may fit.`;
			const error = new BudgetExceededError(said, { context: { key: request.key, reserved } });
			throw Object.assign(error, { remaining, resetAt: new Date(resetAt) });
		}
		return observeUsage(call, next, (used) =>
			aftermath(config, async () => {
				// What is not known after all may have cost all that was reserved.
				const usd = priceUsed(used, price) ?? reserved;
				const { spent, resetAt, crossed } = await store.settle({ ...request, usd, thresholds });
				for (const threshold of crossed) {
					quietly(() => onThreshold?.({ key: request.key, threshold, spent, limit, resetAt: new Date(resetAt) }));
				}
			}),
		);
	};
	return use(gateway, budget);
}

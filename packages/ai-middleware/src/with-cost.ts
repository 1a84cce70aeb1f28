import {
	type Call,
	type Gateway,
	type Middleware,
	type Next,
	type OperationName,
	type Receipt,
	use,
	type Wrapped,
} from "@workkit/ai-core";
import { type AftermathOptions, aftermath } from "./aftermath.ts";
import { addUsd } from "./decimal.ts";
import { observeUsage } from "./observe-usage.ts";
import { type KeyOf, keyOf, type PriceFunction, priceUsed } from "./price.ts";

/** A priced call, as a ledger takes it. */
export interface CostEntry {
	/** See {@link CostConfig}. */
	readonly key: string;
	/** Key of the provider that answered. */
	readonly provider: string;
	readonly model: string;
	/** Milliseconds since the epoch. */
	readonly at: number;
	/** Tokens; `undefined` when they are not known. */
	readonly inputTokens: number | undefined;
	/** Tokens; `undefined` when they are not known. */
	readonly outputTokens: number | undefined;
	/** Exact decimal of USD; `undefined` when it is not known. */
	readonly usd: string | undefined;
	/** The vendor did not say what was used, or was not heard to the end. */
	readonly estimated: boolean;
	/** A cache answered. */
	readonly cached: boolean;
}

/** Takes priced calls; `memoryLedger` and `durableLedger` of `@workkit/ai-cost` do. */
export interface CostLedger {
	/** Takes one. */
	record(entry: CostEntry): Promise<unknown>;
}

/** How calls are priced, and who is told. */
export interface CostConfig extends AftermathOptions {
	readonly price: PriceFunction;
	/** Takes every call that was billed, or answered from a cache. */
	readonly ledger?: CostLedger | undefined;
	/** Who pays: a tenant, a user, a feature. Default `"default"`. */
	readonly key?: KeyOf | undefined;
}

/** Under this key a call tells the layers around it that a layer inside has priced it. */
const pricedKey: unique symbol = Symbol("priced");

/** A call, on which the layer around it has left something for this one to write to. */
type Marked<K extends OperationName> = Call<K> & { readonly [pricedKey]?: { inside: boolean } };

/** Adds what one more attempt has cost. What is unknown, and what is estimated, stays so. */
function addCost(receipt: Receipt, usd: string | undefined, estimated: boolean): void {
	const { cost = { usd: "0" } } = receipt;
	if (usd === undefined || "unknown" in cost) receipt.cost = { unknown: true };
	else {
		const guessed = estimated || cost.estimated;
		receipt.cost = { usd: addUsd(cost.usd, usd), ...(guessed && { estimated: guessed }) };
	}
}

/**
 * Puts what a call has cost on its receipt: of `run`, `embed`, a stream's `done`, and `error.context.receipt`. A call whose end was not
 * heard, as of an aborted stream, has an estimate that says so; an answer from a cache costs nothing; a model without a price is
 * unknown, never free.
 *
 * Inside `withRetry`, `withFallback` and `withHedge` it prices every attempt, and the receipt has their sum: the place for it. Outside it
 * prices the answer alone; outside `withCache` it also prices hits. It may stand in both places: nothing is priced twice.
 *
 * @example
 * ```ts
 * import { type Gateway, withCost, withRetry } from "@workkit/ai-gateway";
 * import { memoryLedger, priceTable } from "@workkit/ai-cost";
 *
 * declare const gateway: Gateway;
 * const price = priceTable({ pricing: { "gpt-4o": { input: 2.5, output: 10 } }, unit: "per1M" });
 * const priced = withRetry(withCost(gateway, { price, ledger: memoryLedger(), key: "tenant-1" }));
 * const { receipt } = await priced.run("gpt-4o", { prompt: "Say hello." });
 * ```
 */
export function withCost<G extends Gateway>(gateway: G, config: CostConfig): Wrapped<G> {
	const { price, ledger, key = "default" } = config;
	const cost: Middleware = <K extends OperationName>(call: Marked<K>, next: Next) => {
		const payer = keyOf(key, call);
		const mark = { inside: false };
		const around = call[pricedKey];
		if (around) around.inside = true;
		const marked: Marked<K> = { ...call, [pricedKey]: mark };
		return observeUsage(marked, next, async (used) => {
			if (mark.inside) return;
			const { usage, estimated, free, models } = used;
			const usd = priceUsed(used, price);
			addCost(call.receipt, usd, estimated);
			// Nothing happened that anybody could be told of.
			if (!ledger || free === "unanswered") return;
			const { inputTokens, outputTokens } = usage ?? {};
			const { provider, model } = models[0] ?? call;
			const entry = {
				key: payer,
				provider,
				model,
				at: Date.now(),
				inputTokens,
				outputTokens,
				usd,
				estimated,
			};
			await aftermath(config, () => ledger.record({ ...entry, cached: free === "cached" }));
		});
	};
	return use(gateway, cost);
}

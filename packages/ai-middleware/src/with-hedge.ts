import {
	type Call,
	type Gateway,
	type Middleware,
	type OperationName,
	observeStream,
	type Receipt,
	use,
	type Wrapped,
	within,
} from "@workkit/ai-core";
import { ConfigError, isWorkkitError } from "@workkit/errors";
import { callOf, type FallbackTier } from "./answer-by-tiers.ts";
import { begun } from "./begun.ts";
import { pause } from "./pause.ts";
import { racingReceipt, settleReceipt } from "./racing-receipt.ts";
import { writesText } from "./writes-text.ts";

/** When and where a slow call is made a second time. */
export interface HedgeConfig {
	/** Milliseconds without an answer (for streams: without a first event) after which the second call is made. */
	readonly afterMs: number;
	/** Where it goes. Default: to the same provider and model. */
	readonly to?: FallbackTier | undefined;
}

/**
 * Makes a second call when the first is slow to answer, takes the first answer, and aborts the other call. It costs up to
 * twice as much for shorter waits at the end of the distribution: choose `afterMs` near the 95th percentile. Both calls
 * are in `receipt.attempts`; what a cache and AI Gateway say there is of the one that answered. A call that fails before the
 * second is made fails; after that, both have to fail. Throws `ConfigError` unless `afterMs` is above 0.
 *
 * @example
 * ```ts
 * import { type Gateway, withHedge } from "@workkit/ai-gateway";
 *
 * declare const gateway: Gateway;
 * const quick = withHedge(gateway, { afterMs: 2_000, to: { provider: "workers-ai", model: "@cf/openai/gpt-oss-20b" } });
 * ```
 */
export function withHedge<G extends Gateway>(gateway: G, { afterMs, to }: HedgeConfig): Wrapped<G> {
	if (!(afterMs > 0 && afterMs < 2 ** 31)) throw new ConfigError("withHedge: `afterMs` must be milliseconds above 0.");
	const hedge: Middleware = async <K extends OperationName>(call: Call<K>, next: Parameters<Middleware>[1]) => {
		// What is no text is not of one kind with two models (vectors), and a chain that is walked elsewhere is asked again as it is.
		const other = to && writesText(call) && !call.act ? callOf(call, to) : call;
		const losers: AbortController[] = [];
		const receipts = [racingReceipt(call.receipt), racingReceipt(call.receipt)] as const;
		const start = async (made: Call<K>, receipt: Receipt) => {
			const controller = new AbortController();
			losers.push(controller);
			const signal = AbortSignal.any([controller.signal, ...(call.signal ? [call.signal] : [])]);
			const output = await begun({ ...made, signal, receipt }, next);
			// Both may have begun to answer.
			controller.signal.throwIfAborted();
			losers.splice(losers.indexOf(controller), 1);
			for (const loser of losers) loser.abort(new DOMException("The other call was faster.", "AbortError"));
			settleReceipt(call.receipt, receipt);
			// A receipt of somebody else's stays.
			const share = (carrier: { receipt?: unknown }): void => {
				if (carrier.receipt === receipt) carrier.receipt = call.receipt;
			};
			if (!(output instanceof ReadableStream)) {
				share(output);
				return output;
			}
			return observeStream(output, made, {
				event(event) {
					if (event.type === "done") share(event);
				},
				end(end) {
					if (end.type === "error" && isWorkkitError(end.error)) share(end.error.context);
				},
			}) as typeof output;
		};
		const first = start(call, receipts[0]);
		const waiting = new AbortController();
		const second = async () => {
			await pause(afterMs, waiting.signal);
			return start(other, receipts[1]);
		};
		// The first call's failure ends the wait, so that nothing more is asked of whoever is down.
		first.catch(() => {}).finally(() => waiting.abort());
		try {
			return await Promise.any([first, second()]);
		} catch {
			settleReceipt(call.receipt, receipts[0]);
			// Its error tells of both.
			return within(call, {}, () => first);
		}
	};
	return use(gateway, hedge);
}

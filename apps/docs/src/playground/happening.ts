import type { LedgerRow } from "@workkit/ai-cost";
import type { AiOutput, GatewayStreamEvent, Receipt } from "@workkit/ai-gateway";

/** What comes over the wire, as the page sees it pass. */
export type WireHappening =
	| { readonly type: "request"; readonly line: string; readonly body: string }
	| { readonly type: "response"; readonly line: string; readonly ok: boolean }
	/** A piece of the body, as it was sent. */
	| { readonly type: "frame"; readonly text: string }
	/** The reader hung up: after the last frame, or before it. */
	| { readonly type: "closed" }
	/** The body broke off, or nobody answered. */
	| { readonly type: "broken"; readonly line: string };

/** What the gateway hands out. */
export type GatewayHappening =
	| { readonly type: "event"; readonly event: GatewayStreamEvent }
	/** The answer of `run`. */
	| { readonly type: "output"; readonly output: AiOutput }
	/** An attempt is over: its line on the receipt says how. */
	| { readonly type: "attempt-ended" };

/** How a run ends: exactly one of them, as the last. */
export type Ending = { readonly spent: readonly LedgerRow[] } & (
	| { readonly type: "finished" }
	| { readonly type: "stopped" }
	| { readonly type: "failed"; readonly error: unknown }
);

/** One thing that happens in a run. */
export type Happening = (WireHappening | GatewayHappening | Ending) & {
	/** Milliseconds since the start of the run. */
	readonly atMs: number;
	/** The receipt as it is by then. */
	readonly receipt: Receipt;
};

/** Takes what happens, in its order. */
export type Tell<H> = (happening: H) => void;

import type { Wire } from "./prompt.ts";

/** One piece of an answer as it left the simulator. */
export interface CallFrame {
	/** Milliseconds since the call came in. */
	readonly atMs: number;
	readonly text: string;
}

/** Tokens that an answer says it used; undefined where it does not say. */
export interface CallTokens {
	/** Input tokens. */
	readonly input: number | undefined;
	/** Output tokens. */
	readonly output: number | undefined;
}

/** One call as the inspector and the log show it: credentials are masked. */
export interface Call {
	/** Counts from 1. */
	readonly id: number;
	/** Milliseconds since 1970. */
	readonly startedAt: number;
	/** Undefined for a path that belongs to no vendor. */
	readonly wire: Wire | "ai-gateway" | undefined;
	readonly method: string;
	readonly path: string;
	readonly model: string | undefined;
	readonly requestHeaders: Readonly<Record<string, string>>;
	readonly requestBody: string;
	/** HTTP status. Undefined until the answer begins, and for good when it never does. */
	readonly status: number | undefined;
	readonly responseHeaders: Readonly<Record<string, string>>;
	/** Milliseconds from the call to the answer's headers. */
	readonly answeredAtMs: number | undefined;
	/** Milliseconds from the call to the end of the answer. */
	readonly endedAtMs: number | undefined;
	/** `broken`: the connection failed, or was made to fail; `cancelled`: the client gave up. */
	readonly outcome: "open" | "finished" | "cancelled" | "broken";
	/** What was thrown instead of an answer, by a script of yours for example. */
	readonly error: string | undefined;
	/** How many pieces the answer had. */
	readonly frameCount: number;
	/** How many bytes the answer's body had. */
	readonly byteCount: number;
	/** The answer's pieces; those beyond 256 KiB are counted and not kept. */
	readonly frames: readonly CallFrame[];
	readonly tokens: CallTokens;
	/** US dollars; undefined when the model has no price or the answer no tokens. */
	readonly cost: number | undefined;
}

/** Price of a model in US dollars per million tokens. */
export interface ModelPrice {
	/** USD per million input tokens. */
	readonly input: number;
	/** USD per million output tokens. */
	readonly output: number;
}

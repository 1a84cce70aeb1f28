import type { Wire } from "./prompt.ts";
import type { ReplyScript } from "./reply.ts";

/** A request the simulator received, and what became of its answer. */
export interface RecordedRequest {
	readonly method: string;
	readonly url: string;
	/** Lower-case names, credentials included: show that a key went to one host and to no other. */
	readonly headers: Readonly<Record<string, string>>;
	/** The JSON body, parsed; the text when it is not JSON; undefined when there is none. */
	readonly body: unknown;
	/** Undefined for a path that belongs to no vendor. */
	readonly wire: Wire | undefined;
	/** Status of the answer; undefined until its headers are sent. */
	readonly status: number | undefined;
	/** Frames the client has read so far. */
	readonly framesSent: number;
	/** Whether the answer was read to its end. */
	readonly finished: boolean;
	/** Whether the client gave up: it aborted, cancelled the body or disconnected. */
	readonly cancelled: boolean;
}

/** The same record while its answer is under way. */
export type OpenRecord = { -readonly [Key in keyof RecordedRequest]: RecordedRequest[Key] };

/** What all requests of one simulator have in common. */
export interface Settings {
	/** Milliseconds between the frames of a stream. */
	readonly paceMs: number;
	readonly reply: ReplyScript | undefined;
	/** Accepted keys; undefined accepts every key that is not empty. */
	readonly keys: readonly string[] | undefined;
	/** Prompt prefixes that a prompt cache holds. */
	readonly cachedPrefixes: Set<string>;
}

/** One request under way: all that a wire needs to answer it. */
export interface Exchange {
	readonly method: string;
	readonly url: URL;
	readonly headers: Headers;
	/** The parsed JSON body; undefined when there is none or it is not JSON. */
	readonly body: unknown;
	readonly signal: AbortSignal | undefined;
	readonly requestNumber: number;
	readonly settings: Settings;
	readonly record: OpenRecord;
	/** Repeatable random text: `prefix` and `length` letters (default 24). */
	readonly id: (prefix: string, length?: number) => string;
}

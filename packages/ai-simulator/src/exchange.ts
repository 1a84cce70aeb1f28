import type { ModelPrice } from "./call.ts";
import type { GatewayState } from "./gateway-state.ts";
import type { JsonRecord } from "./json.ts";
import type { Prompt, Wire } from "./prompt.ts";
import type { Reply, ReplyScript } from "./reply.ts";
import type { Script } from "./script.ts";

/** A request the simulator received, and what became of its answer. */
export interface RecordedRequest {
	readonly method: string;
	readonly url: string;
	/** Lower-case names, credentials included: show that a key went to one host and to no other. */
	readonly headers: Readonly<Record<string, string>>;
	/** The JSON body, parsed; the text when it is not JSON; undefined when there is none. */
	readonly body: unknown;
	/** Undefined for a path that belongs to no vendor. */
	readonly wire: Wire | "ai-gateway" | undefined;
	/** The requests that a gateway made for this one, as the providers received them. */
	readonly upstream: readonly RecordedRequest[];
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
	/** Whether every model exists, whatever its name (but `no-such-model`). */
	readonly anyModel: boolean;
	/** Asked when `reply` has no answer. */
	readonly script: Script | undefined;
	/** What goes wrong with a prompt by chance. */
	readonly faults: ((prompt: Prompt) => Reply | undefined) | undefined;
	/** Milliseconds since 1970. */
	readonly now: () => number;
	/** The number of the next request. */
	readonly countRequest: () => number;
	readonly gateways: GatewayState;
	readonly prices: Readonly<Record<string, ModelPrice>>;
	/** Prompt prefixes that a prompt cache holds. */
	readonly cachedPrefixes: Set<string>;
	/** What later requests can ask for by its id: responses and batches. */
	readonly stored: Map<string, JsonRecord>;
}

/** What a reply says about the way of its answer. */
export interface Delivery {
	/** Milliseconds between frames; undefined: the simulator's own. */
	paceMs: number | undefined;
	headers: Readonly<Record<string, string>> | undefined;
}

/** One request under way: all that a wire needs to answer it. */
export interface Exchange {
	readonly method: string;
	readonly url: URL;
	readonly headers: Headers;
	/** The parsed JSON body; undefined when there is none or it is not JSON. */
	readonly body: unknown;
	/** The body as it came: uploads are no JSON. */
	readonly bytes: Uint8Array;
	readonly signal: AbortSignal | undefined;
	readonly requestNumber: number;
	/** The gateway's name for the provider that is asked. Absent: nobody stands between, the vendor is the wire's own. */
	readonly provider?: string;
	readonly settings: Settings;
	readonly record: OpenRecord;
	/** How the answer travels: set once the reply is known, read when the response is made. */
	readonly delivery: Delivery;
	/** Told of all frames of a streamed answer, whatever becomes of them on the way. */
	readonly onFrames?: (frames: readonly string[]) => void;
	/** Repeatable random text: `prefix` and `length` letters (default 24). */
	readonly id: (prefix: string, length?: number) => string;
}

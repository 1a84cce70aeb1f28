import type { Prompt } from "./prompt.ts";

/** A tool call in a scripted answer. */
export interface ReplyToolCall {
	readonly name: string;
	/** A value is sent as JSON; a string is sent as it is, so that broken JSON can be sent too. */
	readonly arguments?: unknown;
	/** Default: a made-up id in the vendor's form. */
	readonly id?: string;
}

/** Why the answer ends, in no vendor's words: each wire says it in its own. */
export type ReplyFinish = "stop" | "length" | "tool-calls" | "content-filter";

/** Numbers that replace the counted ones. Input includes cached tokens; output includes reasoning. */
export interface ReplyUsage {
	/** Input tokens. */
	readonly inputTokens?: number;
	/** Output tokens. */
	readonly outputTokens?: number;
	/** Input tokens that a cache had. */
	readonly cachedInputTokens?: number;
	/** Output tokens of reasoning. */
	readonly reasoningTokens?: number;
}

/** A failure in the vendor's own form. */
export interface ReplyError {
	/** HTTP status. Default: the one that belongs to a Workers AI `code`, else 500. */
	readonly status?: number;
	/** `429` style code of the wire: OpenAI's `code`, Workers AI's internal code such as 3040. Anthropic has none. */
	readonly code?: string | number;
	/** OpenAI's and Anthropic's `type`. Default: the one that belongs to the status. */
	readonly type?: string;
	/** OpenAI's `param`. */
	readonly param?: string;
	readonly message?: string;
	/** Anthropic's `details`, such as `{ error_code: "enforced_spend_limit_reached" }`. */
	readonly details?: Readonly<Record<string, unknown>>;
	/** Extra response headers, such as `retry-after`. */
	readonly headers?: Readonly<Record<string, string>>;
	/** The whole body instead of the vendor's form: an HTML page of a proxy, an empty body. */
	readonly body?: string;
	/** Of a streamed answer: send this many frames with status 200 first, then the error as a frame. Default: no stream. */
	readonly afterFrames?: number;
}

/**
 * Damage on the way to the client, after `afterFrames` frames (default 1; an answer that is not streamed counts as two
 * frames, the halves of its body) or after `afterBytes` bytes, whichever is given. An answer that is too short for it is
 * struck before its last frame.
 *
 * `cut`: the connection breaks. `end`: the body ends as if it were complete. `stall`: nothing more comes, ever.
 * `malformed`: one frame of broken JSON, then the rest (not streamed: the second half is missing).
 * `hang`: not even the headers come.
 */
export interface ReplyFault {
	readonly type: "cut" | "end" | "stall" | "malformed" | "hang";
	/** How many frames pass before. Default 1. */
	readonly afterFrames?: number;
	/** How many bytes of the body pass before. */
	readonly afterBytes?: number;
}

/**
 * What the model is to answer. Members that carry content (`text`, `reasoning`, `refusal`, `toolCalls`) replace the
 * whole default answer; without any of them the default answer is given, with the rest applied to it.
 */
export interface Reply {
	/** Also JSON text for a structured answer. Cut at the request's token limit, like every answer. */
	readonly text?: string;
	/** Visible on the wires that show reasoning, counted on all. */
	readonly reasoning?: string;
	/** OpenAI: `refusal`. Anthropic: stop reason `refusal`. Workers AI: plain text. */
	readonly refusal?: string;
	readonly toolCalls?: readonly ReplyToolCall[];
	readonly finish?: ReplyFinish;
	readonly usage?: ReplyUsage;
	readonly error?: ReplyError;
	readonly fault?: ReplyFault;
	/** Milliseconds before the response headers; `Infinity`: they never come. Default 0. */
	readonly delayMs?: number;
	/** Milliseconds between the frames of the stream. Default: the simulator's `paceMs`. */
	readonly paceMs?: number;
	/** Extra headers of an answer that is no error. */
	readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Decides on answers: a string is the text, undefined leaves it to the default. A script that throws makes the request
 * fail as an unreachable host does.
 */
export type ReplyScript = (prompt: Prompt) => Reply | string | undefined | Promise<Reply | string | undefined>;

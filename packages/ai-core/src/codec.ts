import type { Translator } from "@workkit/ai-stream";
import type { Call } from "./call.ts";
import type { EmbedOutput } from "./embed.ts";
import type { AnyStreamEvent } from "./stream-event.ts";
import type { Turn } from "./turn.ts";

/** A request as the vendor wants it. */
export interface WireRequest {
	/** Below the base URL, with its leading slash. */
	path: string;
	/** Sent as JSON. */
	body: Record<string, unknown>;
	/** What the vendor cannot honour, in words. */
	warnings?: string[];
}

/** Reads one stream: fills a turn and emits what it reads. */
export interface TurnTranslator extends Translator<AnyStreamEvent> {
	readonly turn: Turn;
}

/** One vendor's wire format: pure functions, no I/O. `httpProvider` makes a provider of it. */
export interface Codec {
	/** The vendor's name, for errors and for choosing a route through a gateway. */
	readonly vendor: string;
	/** Where requests go when nobody says otherwise, without a trailing slash. */
	readonly baseUrl: string;
	/** Headers that carry the credentials. */
	readonly credentials: Readonly<Record<string, string>>;
	/** Builds the request; `stream` calls ask for a stream. */
	encode(call: Call<"run"> | Call<"stream">): WireRequest;
	/** Reads a whole answer; throws on an answer that is none. */
	decode(body: unknown, call: Call): Turn;
	/** Reads a streamed answer. */
	translator(call: Call): TurnTranslator;
	/** Absent when the vendor has no embeddings. */
	readonly embed?: {
		/** Builds the request. */
		encode(call: Call<"embed">): WireRequest;
		/** Reads the answer; throws unless it has one vector per text. */
		decode(body: unknown, call: Call<"embed">): EmbedOutput;
	};
}

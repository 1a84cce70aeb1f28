import type { Answer } from "./answer.ts";
import type { Exchange } from "./exchange.ts";
import type { JsonRecord } from "./json.ts";

/** A body that is not JSON: a sound, an image, a form. */
export interface Attachment {
	readonly bytes: Uint8Array;
	readonly contentType: string;
}

/** One run of a model, whichever way it came. */
export interface ModelCall {
	readonly exchange: Exchange;
	readonly model: string;
	readonly inputs: JsonRecord;
	/** What came as the body itself. */
	readonly attachment: Attachment | undefined;
}

/** What a model gives: one JSON value, the frames of a stream, or a file. */
export type ModelOutput = (
	| { readonly json: unknown }
	| { readonly frames: Iterable<string> }
	| { readonly bytes: Uint8Array; readonly contentType: string }
) & { readonly answer: Answer };

/** Runs one task's models. Throws `RequestError` with the platform's code. */
export type Task = (call: ModelCall) => Promise<ModelOutput>;

import type { TaskOutput } from "./task-output.ts";

/** One request of a batch: the model's raw input. */
export interface BatchRequest {
	/** Comes back with its result. */
	readonly reference?: string | undefined;
	readonly [field: string]: unknown;
}

/** Requests to queue, or the id of those that were. */
export type BatchInput =
	| { readonly requests: readonly BatchRequest[]; readonly id?: undefined }
	| { readonly id: string; readonly requests?: undefined };

/** What became of one request: one that fails, fails no others. */
export interface BatchResult {
	/** In `requests`. */
	index: number;
	reference?: string;
	/** The model's raw answer. */
	output?: unknown;
	/** The vendor's words for what went wrong. */
	error?: string;
}

/** The state of a batch, and its results when it is done. */
export interface BatchOutput extends TaskOutput {
	/** To ask again with, by `{ id }` and the same model. */
	id: string;
	status: "queued" | "running" | "done";
	/** Present when it is done. */
	results?: BatchResult[];
}

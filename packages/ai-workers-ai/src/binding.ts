/** Options of the binding's `run` that this provider uses. */
export interface WorkersAiRunOptions {
	returnRawResponse?: boolean;
	/** Puts `{ requests }` into the queue. */
	queueRequest?: boolean;
	rejectIfBusy?: boolean;
	gateway?: Record<string, unknown>;
	tags?: string[];
	extraHeaders?: Record<string, string>;
	signal?: AbortSignal;
}

/**
 * The part of `env.AI` that this provider needs. Cloudflare's `Ai` fits, whatever its model catalogue, and so does a fake:
 * `run(model, inputs, options)` gets a string, a record and `WorkersAiRunOptions`, and answers with a plain value, a stream
 * of bytes, or a `Response`.
 */
export interface WorkersAiBinding {
	/**
	 * Runs a model. The parameters are `never`, since the overloads of Cloudflare's own type accept no wider ones. Rejects with
	 * errors of the platform's, of which the provider makes those that its calls reject with.
	 */
	run(model: never, inputs: never, options: never): Promise<unknown>;
	/** Converts files; only `toMarkdown` needs it. */
	toMarkdown?(files: never, options: never): unknown;
}

/** The binding as it is called. */
export interface CallableBinding {
	run(model: string, inputs: Record<string, unknown>, options: WorkersAiRunOptions): Promise<unknown>;
	toMarkdown?(files: readonly { name: string; blob: Blob }[], options: object): Promise<unknown>;
}

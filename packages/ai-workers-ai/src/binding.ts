/** Options of the binding's `run` that this provider uses. */
export interface WorkersAiRunOptions {
	returnRawResponse?: boolean;
	gateway?: Record<string, unknown>;
	tags?: string[];
	extraHeaders?: Record<string, string>;
	signal?: AbortSignal;
}

/**
 * The part of `env.AI` that this provider needs. Cloudflare's `Ai` fits, and so does a fake with a `run` that answers with
 * a plain value, a stream, or a `Response`.
 */
export interface WorkersAiBinding {
	run(model: string, inputs: Record<string, unknown>, options?: WorkersAiRunOptions): Promise<unknown>;
}

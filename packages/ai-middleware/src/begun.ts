import { beginStream, type Call, type Next, type OperationName, type Operations } from "@workkit/ai-core";

/** An answer that has begun: a stream's first event is there, so that a failure before it can still be answered elsewhere. */
export async function begun<K extends OperationName>(call: Call<K>, next: Next): Promise<Operations[K]["output"]> {
	const output = await next(call);
	// Only the output of `stream` is a stream.
	return output instanceof ReadableStream ? ((await beginStream(output, call)) as Operations[K]["output"]) : output;
}

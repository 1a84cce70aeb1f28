/**
 * The stream that a reader reads, with what was read of it already put back in front. Nothing is read ahead, and
 * cancelling it cancels the reader.
 *
 * @param reader - Is this stream's from now on.
 * @param first - What it read.
 *
 * @example
 * ```ts
 * import { putBack } from "@workkit/ai-stream";
 *
 * declare const body: ReadableStream<Uint8Array>;
 * const reader = body.getReader();
 * const first = await reader.read();
 * console.log(first.value?.length);
 * const whole = putBack(reader, first);
 * ```
 */
export function putBack<T>(
	reader: ReadableStreamDefaultReader<T>,
	first: ReadableStreamReadResult<T> | undefined,
): ReadableStream<T> {
	return new ReadableStream<T>(
		{
			async pull(controller) {
				const { done, value } = first ?? (await reader.read());
				first = undefined;
				if (done) controller.close();
				else controller.enqueue(value);
			},
			cancel: (reason) => reader.cancel(reason),
		},
		{ highWaterMark: 0 },
	);
}

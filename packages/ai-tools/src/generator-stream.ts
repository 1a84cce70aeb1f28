import type { Deadline } from "./deadline.ts";

/**
 * The events of a generator as a stream that asks for the next one only when it is read. Cancelling it aborts the
 * deadline, and with it whatever the generator waits for.
 */
export function generatorStream<E, R, L>(
	generator: AsyncGenerator<E, R>,
	deadline: Deadline,
	last: (result: R) => L,
): ReadableStream<E | L> {
	return new ReadableStream<E | L>(
		{
			async pull(controller) {
				try {
					const { done, value } = await deadline.race(generator.next());
					controller.enqueue(done ? last(value) : value);
					if (!done) return;
					deadline.end();
					controller.close();
				} catch (error) {
					deadline.end();
					controller.error(error);
				}
			},
			cancel(reason) {
				deadline.abort(reason);
				deadline.end();
				generator.return(undefined as never).catch(() => {});
			},
		},
		{ highWaterMark: 0 },
	);
}

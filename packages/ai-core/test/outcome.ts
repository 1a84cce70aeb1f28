/** What a promise rejects with. Rejects itself when the promise does not. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
	let value: unknown;
	try {
		value = await promise;
	} catch (error) {
		return error;
	}
	throw new Error(`Expected a rejection, and got ${JSON.stringify(value)}.`);
}

/** All that a stream holds. */
export async function readAll<E>(stream: ReadableStream<E>): Promise<E[]> {
	const events: E[] = [];
	for await (const event of stream) events.push(event);
	return events;
}

/** What a stream holds before it fails, and what it fails with. Rejects when the stream ends well. */
export async function readUntilFailure<E>(stream: ReadableStream<E>): Promise<{ events: E[]; error: unknown }> {
	const events: E[] = [];
	try {
		for await (const event of stream) events.push(event);
	} catch (error) {
		return { events, error };
	}
	throw new Error(`Expected a failure, and got ${JSON.stringify(events)}.`);
}

/** Lets everything happen that needs no time to pass. */
export function quiet(): Promise<void> {
	return new Promise((resolve) => realSetTimeout(resolve, 0));
}

/** Also while a test fakes the timers. */
const realSetTimeout = setTimeout;

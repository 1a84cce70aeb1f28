import fc from "fast-check";

/** The text in pieces, cut at any place between two UTF-16 units. */
export function cutText(text: string): fc.Arbitrary<string[]> {
	return cuts(text.length).map((places) => places.slice(1).map((to, index) => text.slice(places[index], to)));
}

/** The bytes in pieces, cut at any place, also inside a character. */
export function cutBytes(bytes: Uint8Array): fc.Arbitrary<Uint8Array[]> {
	return cuts(bytes.length).map((places) => places.slice(1).map((to, index) => bytes.slice(places[index], to)));
}

/** Ascending places with 0 first and the length last; the same place twice makes an empty piece. */
function cuts(length: number): fc.Arbitrary<number[]> {
	return fc
		.array(fc.integer({ min: 0, max: length }), { maxLength: 24 })
		.map((places) => [0, ...places.sort((a, b) => a - b), length]);
}

/** A stream of these chunks. */
export function streamOf<C>(chunks: Iterable<C>): ReadableStream<C> {
	return new ReadableStream({
		start(controller) {
			for (const chunk of chunks) controller.enqueue(chunk);
			controller.close();
		},
	});
}

/** All that a stream holds. */
export async function readAll<E>(stream: ReadableStream<E>): Promise<E[]> {
	const events: E[] = [];
	for await (const event of stream) events.push(event);
	return events;
}

/** What a stream holds before it fails, and what it fails with; fails itself when the stream ends well. */
export async function readUntilFailure<E>(stream: ReadableStream<E>): Promise<{ events: E[]; error: unknown }> {
	const events: E[] = [];
	try {
		for await (const event of stream) events.push(event);
	} catch (error) {
		return { events, error };
	}
	throw new Error("The stream was expected to fail, and ended.");
}

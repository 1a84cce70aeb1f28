/** A body in the pieces in which it arrives. */
export type Pieces = readonly Uint8Array[];

/** The body cut at the given positions, which must ascend. */
export function cutAt(body: Uint8Array, positions: Iterable<number>): Uint8Array[] {
	const pieces: Uint8Array[] = [];
	let from = 0;
	for (const position of positions) {
		if (position <= from || position >= body.length) continue;
		pieces.push(body.subarray(from, position));
		from = position;
	}
	pieces.push(body.subarray(from));
	return pieces;
}

/** The body in pieces of one length, after a first piece of `offset` bytes. */
export function cutEvery(body: Uint8Array, length: number, offset = 0): Uint8Array[] {
	const positions: number[] = [];
	for (let position = offset || length; position < body.length; position += length) positions.push(position);
	return cutAt(body, positions);
}

/** A source of the same numbers for the same seed, from 0 to below 1. */
export function seeded(seed: string): () => number {
	let state = 0x9e3779b9;
	for (const character of seed) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01000193);
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}

/** The pieces as a body that hands out one per read, and nothing ahead. `onServe` is told how many were handed out. */
export function bodyOf(pieces: Pieces, onServe?: (served: number) => void): ReadableStream<Uint8Array> {
	let next = 0;
	return new ReadableStream<Uint8Array>(
		{
			pull(controller) {
				const piece = pieces[next];
				next++;
				onServe?.(next);
				if (piece) controller.enqueue(piece);
				else controller.close();
			},
		},
		{ highWaterMark: 0 },
	);
}

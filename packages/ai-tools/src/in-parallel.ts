/** Does something with every item, a limited number of them at a time, and hands out what comes of each as it comes. */
export async function* inParallel<T, R>(
	items: readonly T[],
	limit: number,
	act: (item: T) => Promise<R>,
): AsyncGenerator<[index: number, result: R], void> {
	const running = new Map<number, Promise<[number, R]>>();
	for (let next = 0; ; ) {
		for (; next < items.length && running.size < limit; next++) {
			const index = next;
			running.set(
				index,
				act(items[index] as T).then((result) => [index, result]),
			);
		}
		if (running.size === 0) return;
		const [index, result] = await Promise.race(running.values());
		running.delete(index);
		yield [index, result];
	}
}

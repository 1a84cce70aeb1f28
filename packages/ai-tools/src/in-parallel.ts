/** Does something with every item, a limited number of them at a time, and hands out what comes of each as it comes. */
export async function* inParallel<T, R>(
	items: readonly T[],
	limit: number,
	act: (item: T) => Promise<R>,
): AsyncGenerator<[index: number, result: R], void> {
	const ended: [index: number, result: R][] = [];
	let failure: { error: unknown } | undefined;
	let wake = (): void => {};
	const run = async (index: number): Promise<void> => {
		try {
			ended.push([index, await act(items[index] as T)]);
		} catch (error) {
			failure ??= { error };
		}
		wake();
	};
	for (let begun = 0, told = 0; told < items.length; told++) {
		for (; begun < items.length && begun - told < limit; begun++) run(begun);
		while (told === ended.length && !failure)
			await new Promise<void>((resolve) => {
				wake = resolve;
			});
		if (failure) throw failure.error;
		yield ended[told] as [number, R];
	}
}

/** Ends a check. */
function fail(message: string): never {
	throw new Error(message);
}

/** A form of a value in which the order of an object's members makes no difference. */
function canonical(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(canonical);
	if (typeof value !== "object" || value === null) return value ?? null;
	const members = Object.entries(value).filter(([, member]) => member !== undefined);
	return Object.fromEntries(
		members.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, member]) => [key, canonical(member)]),
	);
}

/** Both have the same JSON; what is absent, undefined or null is the same. */
export function equal(actual: unknown, expected: unknown, what: string): void {
	const [found, wanted] = [actual, expected].map((value) => JSON.stringify(canonical(value)));
	if (found !== wanted) fail(`${what}: expected ${wanted}, got ${found}`);
}

/** It is so. */
export function holds(condition: unknown, what: string): asserts condition {
	if (!condition) fail(what);
}

/** What a failure must say of itself. */
export function expectError(error: unknown, facts: Readonly<Record<string, unknown>>, what: string): void {
	for (const [name, wanted] of Object.entries(facts)) {
		const { context = {}, [name]: own } = Object(error);
		equal(own ?? context[name], wanted, `${what}: ${name} of ${error}`);
	}
}

/** What a promise rejects with. */
export function rejectionOf(promise: Promise<unknown>, what: string): Promise<unknown> {
	return promise.then(
		() => fail(`${what}: it did not fail`),
		(error) => error,
	);
}

/** Waits until the simulator has noticed what the client did. */
export async function until(condition: () => boolean, what: string): Promise<void> {
	for (let turn = 0; turn < 200; turn++) {
		if (condition()) return;
		await new Promise((resolve) => setTimeout(resolve, 1));
	}
	fail(what);
}

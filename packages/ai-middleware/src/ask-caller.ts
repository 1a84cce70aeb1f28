/** What a caller's function says of an error; `undefined` when it throws, so that its own trouble does not hide that error. */
export function askCaller<T>(question: () => T): T | undefined {
	try {
		return question();
	} catch {
		return undefined;
	}
}

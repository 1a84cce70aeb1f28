/** Calls a hook: what it throws, or what its promise rejects with, does not decide on the call. */
export function quietly(hook: () => unknown): void {
	try {
		Promise.resolve(hook()).catch(() => {});
	} catch {
		// The hook's own trouble.
	}
}

/** Calls a hook: what it throws, or what its promise rejects with, does not decide on the call. */
export function quietly(hook: () => unknown): void {
	(async () => hook())().catch(() => {});
}

/** Calls a hook. One that breaks, at once or later, must not break what it is told of. */
export function tell<T>(hook: ((value: T) => unknown) | undefined, value: T): void {
	(async () => hook?.(value))().catch(() => {});
}

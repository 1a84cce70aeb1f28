/** A span of time that a limit counts in. */
export interface LimitWindow {
	readonly seconds: number;
	/** `fixed` starts anew at every multiple of the span, `sliding` looks back from now. */
	readonly technique: "fixed" | "sliding";
}

/** Whether what happened at `timeMs` counts now. */
export function isInWindow(timeMs: number, { seconds, technique }: LimitWindow, nowMs: number): boolean {
	const lengthMs = seconds * 1000;
	return technique === "fixed"
		? Math.floor(timeMs / lengthMs) === Math.floor(nowMs / lengthMs)
		: timeMs > nowMs - lengthMs;
}

/** Whether one more may pass within `limit` per window; if so it is counted under `key`. Refused ones do not count. */
export function letPass(
	passed: Map<string, number[]>,
	key: string,
	limit: number,
	window: LimitWindow,
	nowMs: number,
): boolean {
	const times = (passed.get(key) ?? []).filter((time) => isInWindow(time, window, nowMs));
	if (times.length >= limit) return false;
	passed.set(key, [...times, nowMs]);
	return true;
}

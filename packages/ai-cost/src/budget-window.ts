import { ConfigError } from "@workkit/errors";

/** What a budget holds for: the running hour, day or month in UTC, or the last so many milliseconds. */
export type BudgetWindow = "hour" | "day" | "month" | { readonly rollingMs: number };

/** The place of a moment in a window. Times in milliseconds since the epoch. */
export interface WindowSlot {
	/** The window's name in a store. */
	readonly name: string;
	/** Start of the slot that the moment lies in. */
	readonly slot: number;
	/** Start of the oldest slot that still counts. */
	readonly since: number;
	/** How long after its start a slot counts. */
	readonly lastsMs: number;
}

const HOUR_MS = 3_600_000;
/** A rolling window is kept in this many parts; each is forgotten as a whole, once all of it is old enough. */
const PARTS = 60;

/** Finds the place of a moment in a window. Throws `ConfigError` for something that is no window. */
export function slotOf(window: BudgetWindow, at: number): WindowSlot {
	if (typeof window === "object" && window) {
		const { rollingMs } = window;
		if (!(Number.isSafeInteger(rollingMs) && rollingMs >= 1_000)) {
			throw new ConfigError("`rollingMs` must be whole milliseconds, at least 1000.");
		}
		const partMs = Math.ceil(rollingMs / PARTS);
		const lastsMs = rollingMs + partMs;
		return { name: `rolling-${rollingMs}`, slot: at - (at % partMs), since: at - lastsMs + 1, lastsMs };
	}
	if (window === "month") {
		const date = new Date(at);
		const start = Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
		const end = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1);
		return { name: window, slot: start, since: start, lastsMs: end - start };
	}
	if (window !== "hour" && window !== "day") throw new ConfigError(`"${window}" is no window of a budget.`);
	const lastsMs = window === "hour" ? HOUR_MS : 24 * HOUR_MS;
	const slot = at - (at % lastsMs);
	return { name: window, slot, since: slot, lastsMs };
}

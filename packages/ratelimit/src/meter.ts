import type { Rule } from "./rule.ts";

/** A state to keep, for as long as it matters: in milliseconds since the epoch, as all times here. */
export interface Kept {
	readonly state: unknown;
	/** When it stops mattering, in milliseconds since the epoch. */
	readonly endsAt: number;
}

/** What a rule's state means at a moment. */
export interface Meter {
	/** What may be taken; below 0 after an overrun. */
	readonly left: number;
	/** When an amount may be taken, or as much as ever may. */
	freeAt(amount: number): number;
	/** The state once `by` more is taken, or given back of what was taken at a time. */
	add(by: number, at: number): Kept;
}

/** Reads a stored state. One that is none, as another version or a broken write may leave, counts as never used. */
type Read = (rule: Rule, state: unknown, now: number) => Meter;

const isNumbers = (value: unknown): value is number[] => Array.isArray(value) && value.every(Number.isFinite);

/** State: start of the window, count. */
const fixed: Read = ({ limit, windowMs }, state, now) => {
	const start = now - (now % windowMs);
	const [, stored = 0] = isNumbers(state) && state[0] === start ? state : [];
	const count = Math.max(0, stored);
	const endsAt = start + windowMs;
	return {
		left: limit - count,
		freeAt: () => endsAt,
		add: (by, at) => ({ state: [start, by < 0 && at < start ? count : Math.max(0, count + by)], endsAt }),
	};
};

/** A sliding window is kept in about this many entries. */
const ENTRIES = 60;

/** State: entries of first time, last time, count. An entry counts until its last time is a window ago. */
const sliding: Read = ({ limit, windowMs }, state, now) => {
	const stored = Array.isArray(state) ? state.filter(isNumbers) : [];
	const entries = stored
		.map(([first = 0, last = 0, count = 0]) => ({ first, last, count: Math.max(0, count) }))
		.filter(({ last }) => last > now - windowMs && last <= now + windowMs);
	const left = entries.reduce((left, { count }) => left - count, limit);
	return {
		left,
		freeAt(amount) {
			let free = left;
			let at = now;
			for (const { last, count } of entries) {
				if (free >= amount) break;
				free += count;
				at = last + windowMs;
			}
			return at;
		},
		add(by, at) {
			const newest = entries[entries.length - 1];
			if (by < 0) {
				let back = at > now - windowMs ? -by : 0;
				for (const entry of entries) {
					// The newest in any case: the clock of who took it may be ahead.
					if (entry.last < at && entry !== newest) continue;
					const given = Math.min(back, entry.count);
					entry.count -= given;
					back -= given;
				}
			} else if (newest && now - newest.first < windowMs / ENTRIES) {
				newest.last = now;
				newest.count += by;
			} else entries.push({ first: now, last: now, count: by });
			return { state: entries.map(({ first, last, count }) => [first, last, count]), endsAt: now + windowMs };
		},
	};
};

/** State: what is in the bucket, time of the last refill. */
const bucket: Read = ({ limit, windowMs, refill }, state, now) => {
	const [stored = limit, since = now] = isNumbers(state) ? state : [];
	const refills = Math.max(0, Math.floor((now - since) / windowMs));
	const left = Math.min(limit, stored + refills * refill);
	// A full bucket has no refill under way: the wait begins when something is taken.
	const at = left === limit || since > now ? now : since + refills * windowMs;
	const fullAt = (left: number, amount = limit): number =>
		at + Math.max(0, Math.ceil((amount - left) / refill)) * windowMs;
	return {
		left,
		freeAt: (amount) => fullAt(left, Math.min(amount, limit)),
		add(by) {
			const after = Math.min(limit, left - by);
			return { state: [after, at], endsAt: fullAt(after) };
		},
	};
};

const kinds = { fixed, sliding, bucket };

/** The meter of a rule at a moment. */
export function meterOf(rule: Rule, state: unknown, now: number): Meter {
	return kinds[rule.kind](rule, state, now);
}

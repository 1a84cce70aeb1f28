import { type Kept, meterOf } from "./meter.ts";
import type { RateLimitResult } from "./rate-limiter.ts";
import type { Rule } from "./rule.ts";

/** A result as it travels. */
export interface Decision extends Omit<RateLimitResult, "resetAt"> {
	/** Milliseconds since the epoch. */
	readonly resetAt: number;
	/** What to store; absent when nothing has changed. */
	readonly kept?: Kept;
}

/** Takes a cost by a rule from a stored state, or refuses. */
export function decide(rule: Rule, state: unknown, cost: number): Decision {
	const now = Date.now();
	const meter = meterOf(rule, state, now);
	const allowed = cost <= meter.left;
	const { limit } = rule;
	if (!allowed) return { allowed, remaining: Math.max(0, meter.left), resetAt: meter.freeAt(cost), limit };
	const kept = meter.add(cost, now);
	const after = meterOf(rule, kept.state, now);
	return { allowed, remaining: after.left, resetAt: after.freeAt(after.left + 1), limit, kept };
}

/** Takes or gives back without asking. */
export function correct(rule: Rule, state: unknown, by: number, at: number): Kept {
	return meterOf(rule, state, Date.now()).add(by, at);
}

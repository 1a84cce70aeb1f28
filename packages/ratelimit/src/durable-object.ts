import { DurableObject } from "cloudflare:workers";
import { correct, type Decision, decide } from "./decide.ts";
import type { RateLimitStub } from "./limit-store.ts";
import type { Kept } from "./meter.ts";
import { type Rule, stateName } from "./rule.ts";

/** The shortest and the longest time between two cleanings: the platform takes no alarms for later centuries. */
const CLEAN_EVERY_MS = 60_000;
const CLEAN_WITHIN_MS = 365 * 86_400_000;

/**
 * The Durable Object behind limiters that count exactly: one object per key. Export it from your Worker and list it under
 * `new_sqlite_classes` in a migration. It forgets by alarm what no longer counts; an object with nothing to remember keeps nothing.
 * Rejects only as its storage does: what it is asked was checked before.
 */
export class RateLimitObject extends DurableObject implements RateLimitStub {
	/** Takes `cost` units by a rule, or refuses. */
	async take(rule: Rule, cost: number): Promise<Decision> {
		const { kept, ...decision } = decide(rule, this.#read(rule), cost);
		if (kept) await this.#write(rule, kept);
		return decision;
	}

	/** Takes `by` more units without asking, or gives them back when negative; `at` is when they were taken, in milliseconds since the epoch. */
	async adjust(rule: Rule, by: number, at: number): Promise<void> {
		await this.#write(rule, correct(rule, this.#read(rule), by, at));
	}

	/** Forgets what no longer counts. */
	override async alarm(): Promise<void> {
		const { kv } = this.ctx.storage;
		const kept = [...kv.list<Kept>()];
		const later = kept.filter(([, { endsAt }]) => endsAt > Date.now());
		if (!later[0]) return this.ctx.storage.deleteAll();
		for (const [name, { endsAt }] of kept) if (endsAt <= Date.now()) kv.delete(name);
		await this.#cleanAt(Math.min(...later.map(([, { endsAt }]) => endsAt)));
	}

	/** Not at the end of every short window. */
	#cleanAt(endsAt: number): Promise<void> {
		const now = Date.now();
		return this.ctx.storage.setAlarm(Math.min(Math.max(endsAt, now + CLEAN_EVERY_MS), now + CLEAN_WITHIN_MS));
	}

	#read(rule: Rule): unknown {
		return this.ctx.storage.kv.get<Kept>(stateName(rule))?.state;
	}

	async #write(rule: Rule, kept: Kept): Promise<void> {
		this.ctx.storage.kv.put(stateName(rule), kept);
		if ((await this.ctx.storage.getAlarm()) === null) await this.#cleanAt(kept.endsAt);
	}
}

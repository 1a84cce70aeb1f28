import type { BudgetState, BudgetStore } from "./budget-store.ts";
import { slotOf, type WindowSlot } from "./budget-window.ts";
import { fromUnits, toUnits } from "./usd.ts";

/** What happened in one slot of a window. Amounts in units, times in milliseconds since the epoch. */
export interface BudgetTotal {
	readonly window: string;
	readonly slot: number;
	/** When it stops to count. */
	readonly endsAt: number;
	readonly spent: bigint;
	readonly reserved: bigint;
	/** The highest threshold that somebody was told of. */
	readonly told: number;
}

/** A reservation. It is kept for a while after its end, so that a late or repeated settlement finds it. */
export interface BudgetHold {
	/** The window's name and the caller's id: one call may have a budget per hour and one per month. */
	readonly id: string;
	readonly window: string;
	readonly slot: number;
	/** When its slot stops to count. */
	readonly endsAt: number;
	readonly amount: bigint;
	readonly expiresAt: number;
	/** `expired` holds no money any more, but may still be settled. */
	readonly state: "open" | "expired" | "settled";
}

/** Where one key's budget is written down. All methods are synchronous, and what one request does is done as a whole. */
export interface BudgetTable {
	/** The totals of a window from this slot on. */
	totals(window: string, since: number): BudgetTotal[];
	putTotal(total: BudgetTotal): void;
	hold(id: string): BudgetHold | undefined;
	putHold(hold: BudgetHold): void;
	/** The open holds that have expired by then. */
	due(at: number): BudgetHold[];
}

/** The requests of a {@link BudgetStore}, answered at once. */
export type BudgetBook = {
	[K in keyof BudgetStore]: (request: Parameters<BudgetStore[K]>[0]) => Awaited<ReturnType<BudgetStore[K]>>;
};

/** Default lifetime of a reservation. */
const EXPIRES_IN_MS = 600_000;
/** How long a table keeps a hold after it expired, at least. */
export const KEEP_MS: number = 3_600_000;

/** The rules of a budget over the table of one key, at the clock's time. */
export function budgetBook(table: BudgetTable): BudgetBook {
	function change({ window, slot, endsAt }: BudgetHold, spent: bigint, reserved: bigint, told = 0): void {
		const found = table.totals(window, slot).find((total) => total.slot === slot);
		const before = found ?? { spent: 0n, reserved: 0n, told: 0 };
		table.putTotal({
			...{ window, slot, endsAt },
			spent: before.spent + spent,
			reserved: before.reserved + reserved,
			told: Math.max(before.told, told),
		});
	}

	function stateOf({ name, slot, since, lastsMs }: WindowSlot): BudgetState & { used: bigint; told: number } {
		let [spent, reserved, told, oldest] = [0n, 0n, 0, slot];
		for (const total of table.totals(name, since)) {
			spent += total.spent;
			reserved += total.reserved;
			told = Math.max(told, total.told);
			if (total.spent + total.reserved > 0n) oldest = Math.min(oldest, total.slot);
		}
		const state = { spent: fromUnits(spent), reserved: fromUnits(reserved), resetAt: oldest + lastsMs };
		return { ...state, used: spent + reserved, told };
	}

	/** The place of now, once the money of expired reservations is free. */
	function placeOf(window: Parameters<typeof slotOf>[0], at: number): WindowSlot {
		for (const hold of table.due(at)) {
			change(hold, 0n, -hold.amount);
			table.putHold({ ...hold, state: "expired" });
		}
		return slotOf(window, at);
	}

	const idOf = ({ name }: WindowSlot, id: string): string => `${name} ${id}`;
	const holdAt = (place: WindowSlot, id: string, amount: bigint, expiresAt: number): BudgetHold => ({
		...{ id: idOf(place, id), window: place.name, slot: place.slot, endsAt: place.slot + place.lastsMs },
		...{ amount, expiresAt, state: "open" },
	});

	function settle({ id, window, usd, limit, thresholds = [] }: Parameters<BudgetBook["settle"]>[0]) {
		const at = Date.now();
		const amount = toUnits(usd);
		const place = placeOf(window, at);
		const hold = table.hold(idOf(place, id)) ?? { ...holdAt(place, id, 0n, at), state: "expired" };
		if (hold.state !== "settled") {
			change(hold, amount, hold.state === "open" ? -hold.amount : 0n);
			table.putHold({ ...hold, state: "settled" });
		}
		const { used: _used, told, ...state } = stateOf(place);
		const passed = (part: number): boolean => toUnits(state.spent) * toUnits(1) >= toUnits(part) * toUnits(limit);
		const crossed = thresholds.filter((part) => part > told && passed(part));
		if (crossed[0] !== undefined) change(holdAt(place, id, 0n, 0), 0n, 0n, Math.max(...crossed));
		return { ...state, crossed };
	}

	return {
		reserve({ id, window, usd, limit, expiresInMs = EXPIRES_IN_MS }) {
			const at = Date.now();
			const amount = toUnits(usd);
			const most = toUnits(limit);
			const place = placeOf(window, at);
			const found = table.hold(idOf(place, id));
			// An expired one holds nothing any more.
			const known = !!found && found.state !== "expired";
			const allowed = known || stateOf(place).used + amount <= most;
			if (allowed && !known) {
				const hold = holdAt(place, id, amount, at + expiresInMs);
				change(hold, 0n, amount);
				table.putHold(hold);
			}
			const { used, told: _told, ...state } = stateOf(place);
			return { ...state, allowed, remaining: fromUnits(used < most ? most - used : 0n) };
		},
		settle,
		refund(request) {
			const { crossed: _crossed, ...state } = settle({ ...request, usd: 0, limit: 0 });
			return state;
		},
		read({ window }) {
			const { used: _used, told: _told, ...state } = stateOf(placeOf(window, Date.now()));
			return state;
		},
	};
}

import type { BudgetWindow } from "./budget-window.ts";
import type { Usd } from "./usd.ts";

/** Whose budget, and for how long. */
export interface BudgetScope {
	/** A tenant, a user, a feature: whatever has a budget of its own. */
	readonly key: string;
	readonly window: BudgetWindow;
}

/** Asks for a part of the budget. */
export interface ReserveRequest extends BudgetScope {
	/** The caller's choice, unique per reservation of a key's window. The same id twice is the same reservation, unless it has expired. */
	readonly id: string;
	/** The most that the call can cost. */
	readonly usd: Usd;
	/** What the budget holds. */
	readonly limit: Usd;
	/** After so many whole ms without `settle` or `refund` the reservation is free again. Default 10 minutes. */
	readonly expiresInMs?: number | undefined;
}

/** Says what a call has cost. */
export interface SettleRequest extends BudgetScope {
	readonly id: string;
	/** May be more than was reserved: it is spent, and counts. */
	readonly usd: Usd;
	readonly limit: Usd;
	/** Shares of the limit, such as 0.8, to be told of once per window. */
	readonly thresholds?: readonly number[] | undefined;
}

/** How a budget stands. Amounts are exact decimals of USD. */
export interface BudgetState {
	readonly spent: string;
	/** Held by reservations that are neither settled nor expired. */
	readonly reserved: string;
	/** Milliseconds since the epoch: when the window ends; for a rolling window, when its oldest spend leaves it. */
	readonly resetAt: number;
}

/** The answer to a {@link ReserveRequest}. */
export interface Reservation extends BudgetState {
	/** Whether the amount is reserved. If not, nothing has changed. */
	readonly allowed: boolean;
	/** What is left now, never below 0. */
	readonly remaining: string;
}

/** The answer to a {@link SettleRequest}. */
export interface Settlement extends BudgetState {
	/** The thresholds, as shares of the limit, that this settlement has passed, the first to do so in this window. */
	readonly crossed: readonly number[];
}

/**
 * Keeps budgets. Each method is atomic: no other call happens in between. Rejects with `ConfigError` for amounts, windows or keys
 * that are none. A store of your own must hold the same rules.
 */
export interface BudgetStore {
	/** Sets an amount aside, if spent, reserved and this together are within the limit. */
	reserve(request: ReserveRequest): Promise<Reservation>;
	/** Replaces a reservation by what was spent, in the window that it was made in; also after it expired. Counts once per id. */
	settle(request: SettleRequest): Promise<Settlement>;
	/** Gives a reservation back: nothing was spent. */
	refund(request: BudgetScope & { readonly id: string }): Promise<BudgetState>;
	/** How the budget stands now. */
	read(scope: BudgetScope): Promise<BudgetState>;
}

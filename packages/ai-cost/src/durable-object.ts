import { DurableObject } from "cloudflare:workers";
import { type BudgetBook, budgetBook } from "./budget-book.ts";
import type {
	BudgetScope,
	BudgetState,
	BudgetStore,
	Reservation,
	ReserveRequest,
	Settlement,
	SettleRequest,
} from "./budget-store.ts";
import { type SqlBudgetTable, sqlBudgetTable } from "./sql-budget-table.ts";
import { type SqlLedger, sqlLedger } from "./sql-ledger.ts";
import type { LedgerEntry, LedgerQuery, LedgerRow, UsageLedger } from "./usage-ledger.ts";

/** The shortest and the longest time between two cleanings: the platform takes no alarms for later centuries. */
const CLEAN_EVERY_MS = 600_000;
const CLEAN_WITHIN_MS = 365 * 86_400_000;

/**
 * The Durable Object behind `durableBudgetStore`: one object per key, exact and durable. Export it from your Worker and list it under
 * `new_sqlite_classes` in a migration. It cleans up by alarms; an object without a budget to remember keeps nothing.
 * Rejects as any `BudgetStore` does; on its way through the binding, an error loses its class.
 */
export class BudgetObject extends DurableObject implements BudgetStore {
	#open: { readonly table: SqlBudgetTable; readonly book: BudgetBook } | undefined;

	/** See `BudgetStore`. */
	async reserve(request: ReserveRequest): Promise<Reservation> {
		return this.#cleaning(this.#opened().book.reserve(request));
	}

	/** See `BudgetStore`. */
	async settle(request: SettleRequest): Promise<Settlement> {
		return this.#cleaning(this.#opened().book.settle(request));
	}

	/** See `BudgetStore`. */
	async refund(request: BudgetScope & { readonly id: string }): Promise<BudgetState> {
		return this.#cleaning(this.#opened().book.refund(request));
	}

	/** See `BudgetStore`. */
	async read(scope: BudgetScope): Promise<BudgetState> {
		return this.#cleaning(this.#opened().book.read(scope));
	}

	/** Cleans up. */
	override async alarm(): Promise<void> {
		// Frees what has expired.
		this.#opened().book.read({ key: "", window: "hour" });
		await this.#clean();
	}

	/** Sees to it that there is an alarm as long as there is something to clean up, and no table otherwise. */
	async #cleaning<T>(answer: T): Promise<T> {
		if ((await this.ctx.storage.getAlarm()) === null) await this.#clean();
		return answer;
	}

	async #clean(): Promise<void> {
		const next = this.#opened().table.prune(Date.now());
		// Not for every reservation by itself.
		if (next !== undefined) {
			const now = Date.now();
			return this.ctx.storage.setAlarm(Math.min(Math.max(next, now + CLEAN_EVERY_MS), now + CLEAN_WITHIN_MS));
		}
		this.#open = undefined;
		await this.ctx.storage.deleteAll();
	}

	/** The tables are made when they are needed, and made again after everything was deleted. */
	#opened(): { readonly table: SqlBudgetTable; readonly book: BudgetBook } {
		if (!this.#open) {
			const table = sqlBudgetTable(this.ctx.storage.sql);
			this.#open = { table, book: budgetBook(table) };
		}
		return this.#open;
	}
}

/**
 * The Durable Object behind `durableLedger`. Export it from your Worker and list it under `new_sqlite_classes` in a migration. It keeps
 * one row per day, key, provider and model, for ever. Rejects as any `UsageLedger` does; on its way through the binding, an error
 * loses its class.
 */
export class LedgerObject extends DurableObject implements UsageLedger {
	readonly #ledger: SqlLedger = sqlLedger(this.ctx.storage.sql);

	/** See `UsageLedger`. */
	async record(entry: LedgerEntry): Promise<void> {
		this.#ledger.record(entry);
	}

	/** See `UsageLedger`. */
	async query(query?: LedgerQuery): Promise<LedgerRow[]> {
		return this.#ledger.query(query);
	}
}

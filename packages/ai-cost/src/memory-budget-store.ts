import {
	type BudgetBook,
	type BudgetHold,
	type BudgetTable,
	type BudgetTotal,
	budgetBook,
	KEEP_MS,
} from "./budget-book.ts";
import type { BudgetScope, BudgetStore } from "./budget-store.ts";
import { checkBudgetRequest } from "./check-budget-request.ts";

/** A table in memory, which drops what no longer counts when it is used. */
function memoryTable(): BudgetTable {
	const totals = new Map<string, BudgetTotal>();
	const open = new Map<string, BudgetHold>();
	const closed = new Map<string, BudgetHold>();
	return {
		totals: (window, since) => [...totals.values()].filter((total) => total.window === window && total.slot >= since),
		putTotal(total) {
			totals.set(`${total.window} ${total.slot}`, total);
			for (const [id, { endsAt }] of totals) if (endsAt < Date.now()) totals.delete(id);
		},
		hold: (id) => open.get(id) ?? closed.get(id),
		putHold(hold) {
			open.delete(hold.id);
			(hold.state === "open" ? open : closed).set(hold.id, hold);
			// The first one was closed first.
			for (const [id, { expiresAt }] of closed) {
				if (expiresAt + KEEP_MS > Date.now()) break;
				closed.delete(id);
			}
		},
		due: (at) => [...open.values()].filter(({ expiresAt }) => expiresAt <= at),
	};
}

/**
 * Budgets in the memory of one isolate: for tests, for a single server, or where a rough bound is enough. A Worker runs in many isolates
 * at once, each of which would have the whole budget; use `durableBudgetStore` there.
 * Rejects requests with `ConfigError` when a field of theirs cannot be.
 *
 * @example
 * ```ts
 * import { memoryBudgetStore } from "@workkit/ai-cost";
 *
 * const store = memoryBudgetStore();
 * const scope = { key: "tenant-1", window: "day", limit: "5.00" } as const;
 * const { allowed } = await store.reserve({ ...scope, id: "call-1", usd: "0.02" });
 * if (allowed) await store.settle({ ...scope, id: "call-1", usd: "0.0137" });
 * ```
 */
export function memoryBudgetStore(): BudgetStore {
	const books = new Map<string, BudgetBook>();
	const bookOf = (request: BudgetScope, byId = true): BudgetBook => {
		checkBudgetRequest(request, byId);
		const book = books.get(request.key) ?? budgetBook(memoryTable());
		books.set(request.key, book);
		return book;
	};
	return {
		reserve: async (request) => bookOf(request).reserve(request),
		settle: async (request) => bookOf(request).settle(request),
		refund: async (request) => bookOf(request).refund(request),
		read: async (scope) => bookOf(scope, false).read(scope),
	};
}

import type { BudgetScope, BudgetStore } from "./budget-store.ts";
import { checkBudgetRequest } from "./check-budget-request.ts";

/** A binding to a Durable Object class, as far as it is used here. */
export interface DurableNamespace<Stub> {
	/** The object that goes by a name. */
	idFromName(name: string): unknown;
	/** How to call it. */
	get(id: never): Stub;
}

/**
 * Budgets that all isolates share: the Durable Object class `BudgetObject` keeps one object per key, so that keys do not wait for each
 * other. Exact under any concurrency, and durable; a request costs a round trip to the object.
 * Rejects requests as the object does, and with `ConfigError` when a field of theirs cannot be.
 *
 * @param namespace - The binding to the class. Export the class from your Worker:
 * `export { BudgetObject } from "@workkit/ai-cost/durable-object"`.
 *
 * @example
 * ```ts
 * import { durableBudgetStore } from "@workkit/ai-cost";
 * import type { BudgetObject } from "@workkit/ai-cost/durable-object";
 *
 * declare const env: { BUDGET: DurableObjectNamespace<BudgetObject> };
 * const store = durableBudgetStore(env.BUDGET);
 * const { spent } = await store.read({ key: "tenant-1", window: "month" });
 * ```
 */
export function durableBudgetStore(namespace: DurableNamespace<BudgetStore>): BudgetStore {
	const objectOf = (request: BudgetScope, byId = true): BudgetStore => {
		checkBudgetRequest(request, byId);
		// What one method of the binding makes, the other takes.
		return namespace.get(namespace.idFromName(request.key) as never);
	};
	return {
		reserve: async (request) => objectOf(request).reserve(request),
		settle: async (request) => objectOf(request).settle(request),
		refund: async (request) => objectOf(request).refund(request),
		read: async (scope) => objectOf(scope, false).read(scope),
	};
}

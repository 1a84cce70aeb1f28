import { ConfigError } from "@workkit/errors";
import type { BudgetScope, ReserveRequest, SettleRequest } from "./budget-store.ts";
import { slotOf } from "./budget-window.ts";
import { checkKey } from "./check-key.ts";
import { toUnits } from "./usd.ts";

/**
 * Throws `ConfigError` for a scope, or for a request under an id, that a store cannot answer. The stores ask before they send a request: an
 * error that comes back from a Durable Object has lost its class.
 */
export function checkBudgetRequest(
	request: BudgetScope & Partial<ReserveRequest & SettleRequest>,
	byId: boolean,
): void {
	const { key, window, id, usd = 0, limit = 0, expiresInMs = 1, thresholds = [] } = request;
	checkKey(key);
	slotOf(window, 0);
	toUnits(usd, "`usd`");
	toUnits(limit, "`limit`");
	for (const part of thresholds) toUnits(part, "A threshold");
	if (!(Number.isSafeInteger(expiresInMs) && expiresInMs > 0)) {
		throw new ConfigError("`expiresInMs` must be whole milliseconds above 0.");
	}
	// Calls without one would all share one reservation.
	if (byId && (typeof id !== "string" || !id)) throw new ConfigError("`id` must be a text that is not empty.");
}

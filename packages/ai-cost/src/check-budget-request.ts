import { ConfigError } from "@workkit/errors";
import type { ReserveRequest } from "./budget-store.ts";
import { slotOf } from "./budget-window.ts";
import { checkKey } from "./check-key.ts";
import { toUnits } from "./usd.ts";

/**
 * Throws `ConfigError` for a request that a store cannot answer. The stores ask before they send a request: an error that comes back from
 * a Durable Object has lost its class.
 */
export function checkBudgetRequest(request: Partial<ReserveRequest>): void {
	const { key = "", window = "day", usd = 0, limit = 0, expiresInMs = 1 } = request;
	checkKey(key);
	slotOf(window, 0);
	toUnits(usd);
	toUnits(limit);
	if (!(expiresInMs > 0)) throw new ConfigError("`expiresInMs` must be above 0.");
}

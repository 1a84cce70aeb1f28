import { memoryLedger } from "@workkit/ai-cost";
import type { Middleware, Receipt } from "@workkit/ai-gateway";
import { gatewayOf } from "./gateway-of.ts";
import type { Ending, GatewayHappening, Happening, Tell, WireHappening } from "./happening.ts";
import type { Scenario } from "./scenario.ts";

/** Runs a scenario, and tells all that happens until one ending. Never rejects: a failure is an ending. */
export async function runScenario(scenario: Scenario, tell: Tell<Happening>, signal: AbortSignal): Promise<void> {
	const startedAt = performance.now();
	const ledger = memoryLedger();
	let receipt: Receipt = { attempts: [] };
	const happen: Tell<WireHappening | GatewayHappening | Ending> = (happening) =>
		// The gateway goes on writing on its receipt.
		tell({ ...happening, atMs: performance.now() - startedAt, receipt: structuredClone(receipt) });

	const watch: Middleware = async (call, next) => {
		receipt = call.receipt;
		try {
			return await next(call);
		} finally {
			happen({ type: "attempt-ended" });
		}
	};
	const { model, operation, prompt, options } = scenario;
	try {
		const gateway = gatewayOf(scenario, happen, watch, ledger);
		if (operation === "run") {
			happen({ type: "output", output: await gateway.run(model, { prompt }, { ...options, signal }) });
		} else {
			// Not every browser iterates over a stream.
			const reader = (await gateway.stream(model, { prompt }, { ...options, signal })).getReader();
			for (let next = await reader.read(); !next.done; next = await reader.read()) {
				happen({ type: "event", event: next.value });
			}
		}
		happen({ type: "finished", spent: await ledger.query() });
	} catch (error) {
		const spent = await ledger.query();
		const isStopped = signal.aborted && error === signal.reason;
		happen(isStopped ? { type: "stopped", spent } : { type: "failed", error, spent });
	}
}

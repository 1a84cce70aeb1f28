import type { Exchange } from "./exchange.ts";
import { RequestError } from "./request-error.ts";
import { respondEvents } from "./respond.ts";

/** How long a run can be resumed, as observed at the platform. */
const KEPT_MS = 330_000;

const keyOf = (gatewayId: string, runId: string) => `run:${gatewayId}:${runId}`;

/** Keeps the events of a run, so that it can be resumed; gives the response its `cf-aig-run-id`. */
export function keepRun(
	exchange: Exchange,
	gatewayId: string,
	frames: readonly string[],
	response: Response,
): Response {
	const { stored, now } = exchange.settings;
	const runId = exchange.id("run_");
	stored.set(keyOf(gatewayId, runId), { frames, untilMs: now() + KEPT_MS });
	response.headers.set("cf-aig-run-id", runId);
	return response;
}

/** The events of a run from number `from` on, counted from 0. Throws a 404 for a run that is not kept, or no longer. */
export function resumeRun(exchange: Exchange, gatewayId: string, runId: string): Response {
	const { stored, now } = exchange.settings;
	const run = stored.get(keyOf(gatewayId, runId));
	if (run === undefined || Number(run.untilMs) < now()) {
		throw new RequestError({ status: 404, code: 7002, message: "Run not found" });
	}
	const from = Number(exchange.url.searchParams.get("from") ?? 0);
	// What was kept is what `keepRun` wrote.
	const frames = (run.frames as readonly string[]).slice(from);
	return respondEvents(exchange, { frames, fault: undefined, error: undefined });
}

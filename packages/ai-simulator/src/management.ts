import type { Exchange } from "./exchange.ts";
import { bearerKey, isAccepted } from "./key.ts";
import { manageCollection } from "./management-collection.ts";
import { manageCustomProviders } from "./management-custom-providers.ts";
import { manageGateway, manageGateways } from "./management-gateways.ts";
import { manageKeys } from "./management-keys.ts";
import { manageLogEntry, manageLogs, respondUrl } from "./management-logs.ts";
import { managed, notFound, respondPage, respondResult } from "./management-response.ts";
import { manageRoutes } from "./management-routes.ts";
import { RequestError } from "./request-error.ts";

/** Whether a path of the REST API belongs to the management of gateways. */
export function isManagement(path: string): boolean {
	return /^\/accounts\/[^/]+\/ai-gateway\//.test(path);
}

/** The management API, `…/accounts/:account/ai-gateway/…`. All accounts are one. */
export async function management(exchange: Exchange, path: string): Promise<Response> {
	const [, , , , resource, ...rest] = path.split("/");
	const [id, kind, ...deeper] = rest;
	return managed(exchange, () => {
		authorise(exchange);
		if (resource === "custom-providers") return manageCustomProviders(exchange, id);
		if (resource === "evaluation-types") return respondPage(exchange, []);
		if (resource === "billing" && id === "credit-balance") return respondCredits(exchange);
		if (resource !== "gateways") throw notFound();
		return id === undefined ? manageGateways(exchange) : manageOne(exchange, id, kind, deeper);
	});
}

function manageOne(exchange: Exchange, id: string, kind: string | undefined, path: readonly string[]): Response {
	if (kind === undefined) return manageGateway(exchange, id);
	if (kind === "url") return respondUrl(exchange, id, path[0] ?? "");
	const gateway = exchange.settings.gateways.gateways.get(id);
	if (gateway === undefined) throw notFound();
	const [name, part] = path;
	if (kind === "logs") {
		return name === undefined ? manageLogs(exchange, gateway) : manageLogEntry(exchange, gateway, name, part);
	}
	if (kind === "provider_configs") return manageKeys(exchange, gateway, name);
	if (kind === "routes") return manageRoutes(exchange, gateway, path);
	const start = { gateway_id: id, enable: true };
	if (kind === "datasets") return manageCollection(exchange, gateway.datasets, name, start);
	// No evaluation is ever run: it stays unprocessed and without results.
	const unprocessed = { gateway_id: id, processed: false, results: [], total_logs: 0 };
	if (kind === "evaluations") return manageCollection(exchange, gateway.evaluations, name, unprocessed);
	throw notFound();
}

function authorise(exchange: Exchange): void {
	const key = bearerKey(exchange.headers);
	if (key === undefined || !isAccepted(exchange, key)) {
		throw new RequestError({ status: 401, code: 10000, message: "Authentication error" });
	}
}

/** What is left of the account's credits, in US dollars; null when there is no end of them. */
function respondCredits(exchange: Exchange): Response {
	const { creditsUsd } = exchange.settings.gateways;
	return respondResult(exchange, {
		balance: Number.isFinite(creditsUsd) ? creditsUsd : null,
		has_default_payment_method: false,
		payment_method: null,
		topup_config: { amount: null, threshold: null },
	});
}

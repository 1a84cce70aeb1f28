import type { Exchange } from "./exchange.ts";
import { type DynamicRoute, type RouteVersion, readElements } from "./gateway-route.ts";
import type { Gateway } from "./gateway-state.ts";
import type { JsonRecord } from "./json.ts";
import { bodyOf } from "./management-gateways.ts";
import { invalidField, notFound, pageOf, respondResult, timeOf, uuidOf } from "./management-response.ts";
import { respondJson } from "./respond.ts";

/** `…/routes`: dynamic routes. A new route is deployed at once, a new version of one only when it is told to. */
export function manageRoutes(exchange: Exchange, gateway: Gateway, path: readonly string[]): Response {
	const [id, kind, versionId] = path;
	const { method } = exchange;
	if (id === undefined) {
		if (method === "POST") return respondResult(exchange, shown(gateway, createRoute(exchange, gateway)));
		return listOf(
			exchange,
			"routes",
			[...gateway.routes.values()].map((route) => shown(gateway, route)),
		);
	}
	const route = gateway.routes.get(id);
	if (route === undefined) throw notFound();
	if (kind === "versions") return manageVersions(exchange, gateway, route, versionId);
	if (kind === "deployments") return manageDeployments(exchange, gateway, route);
	if (kind !== undefined) throw notFound();
	if (method === "PATCH") {
		route.name = readName(exchange, gateway, route);
		route.modified_at = timeOf(exchange);
		return respondJson(exchange, { success: true, route: shown(gateway, route) });
	}
	if (method === "DELETE") gateway.routes.delete(id);
	else if (method !== "GET") throw notFound();
	return respondResult(exchange, shown(gateway, route));
}

function createRoute(exchange: Exchange, gateway: Gateway): DynamicRoute {
	const name = readName(exchange, gateway, undefined);
	const version = readVersion(exchange);
	const time = timeOf(exchange);
	const deployment = { deployment_id: uuidOf(exchange), version_id: version.version_id, created_at: time };
	const route: DynamicRoute = {
		id: uuidOf(exchange),
		name,
		created_at: time,
		modified_at: time,
		versions: [version],
		deployments: [deployment],
	};
	gateway.routes.set(route.id, route);
	return route;
}

function manageVersions(
	exchange: Exchange,
	gateway: Gateway,
	route: DynamicRoute,
	versionId: string | undefined,
): Response {
	if (exchange.method === "POST" && versionId === undefined) {
		const version = readVersion(exchange);
		route.versions.push(version);
		return respondResult(exchange, {
			...shown(gateway, route),
			...shownVersion(route, version),
			elements: version.elements,
		});
	}
	if (exchange.method !== "GET") throw notFound();
	if (versionId === undefined) {
		return listOf(
			exchange,
			"versions",
			route.versions.map((version) => shownVersion(route, version)),
		);
	}
	const version = route.versions.find((candidate) => candidate.version_id === versionId);
	if (version === undefined) throw notFound();
	return respondResult(exchange, {
		...shown(gateway, route),
		...shownVersion(route, version),
		elements: version.elements,
	});
}

function manageDeployments(exchange: Exchange, gateway: Gateway, route: DynamicRoute): Response {
	if (exchange.method === "GET") return listOf(exchange, "deployments", route.deployments);
	const { version_id } = bodyOf(exchange);
	const version = route.versions.find((candidate) => candidate.version_id === version_id);
	if (exchange.method !== "POST" || version === undefined) throw notFound();
	route.deployments.push({
		deployment_id: uuidOf(exchange),
		version_id: version.version_id,
		created_at: timeOf(exchange),
	});
	return respondResult(exchange, shown(gateway, route));
}

function readName(exchange: Exchange, gateway: Gateway, own: DynamicRoute | undefined): string {
	const { name } = bodyOf(exchange);
	if (typeof name !== "string" || name === "") throw invalidField("name", "Required");
	const isTaken = [...gateway.routes.values()].some((route) => route !== own && route.name === name);
	if (isTaken) throw invalidField("name", "A route with this name already exists");
	return name;
}

function readVersion(exchange: Exchange): RouteVersion {
	const { elements } = bodyOf(exchange);
	const graph = readElements(elements);
	if (typeof graph === "string" || !Array.isArray(elements)) throw invalidField("elements", String(graph));
	return { version_id: uuidOf(exchange), created_at: timeOf(exchange), elements };
}

function shown(gateway: Gateway, route: DynamicRoute): JsonRecord {
	const deployment = route.deployments.at(-1);
	const version = route.versions.find(({ version_id }) => version_id === deployment?.version_id);
	return {
		id: route.id,
		account_tag: "sim",
		gateway_id: gateway.settings.id,
		name: route.name,
		created_at: route.created_at,
		modified_at: route.modified_at,
		elements: version?.elements,
		deployment,
		version: version && shownVersion(route, version),
	};
}

function shownVersion(route: DynamicRoute, { version_id, created_at, elements }: RouteVersion): JsonRecord {
	const active = String(route.deployments.at(-1)?.version_id === version_id);
	return { version_id, created_at, active, data: JSON.stringify(elements), is_valid: true };
}

/** These lists have an envelope of their own. */
function listOf(exchange: Exchange, name: string, all: readonly unknown[]): Response {
	if (exchange.method !== "GET") throw notFound();
	const { items, info } = pageOf(exchange, all);
	const { page, per_page } = info;
	const data = { [name]: items, page, per_page, order_by: "created_at", order_by_direction: "asc" };
	return respondJson(exchange, { success: true, data });
}

import type { Route } from "./route.ts";

const OPT_IN = "anthropic-dangerous-direct-browser-access";

/**
 * What lets a page in a browser read the answer to its request: OpenAI and AI Gateway let every page, Anthropic those
 * that ask for it by a header of its own, Cloudflare's REST API none. Undefined for a request that is no page's.
 */
export function corsHeaders(route: Route | undefined, headers: Headers): Record<string, string> | undefined {
	if (route === undefined || route.wire === "workers-ai" || !headers.has("origin")) return undefined;
	if (route.wire === "anthropic" && !hasOptedIn(headers)) return undefined;
	return { "access-control-allow-origin": "*", "access-control-expose-headers": "*" };
}

/** Whether a request to Anthropic comes from a page without its permission: it is refused. */
export function isForbiddenPage(headers: Headers): boolean {
	return headers.has("origin") && !hasOptedIn(headers);
}

/** The answer to a browser's question whether it may send a request; undefined when this is none, or it may not. */
export function preflight(route: Route | undefined, method: string, headers: Headers): Response | undefined {
	const asked = headers.get("access-control-request-method");
	const allowed = corsHeaders(route, headers);
	if (method !== "OPTIONS" || asked === null || allowed === undefined) return undefined;
	return new Response(null, {
		status: 204,
		headers: {
			...allowed,
			"access-control-allow-methods": asked,
			// A wildcard would leave out `authorization`.
			"access-control-allow-headers": headers.get("access-control-request-headers") ?? "*",
		},
	});
}

function hasOptedIn(headers: Headers): boolean {
	return headers.has(OPT_IN) || (headers.get("access-control-request-headers") ?? "").includes(OPT_IN);
}

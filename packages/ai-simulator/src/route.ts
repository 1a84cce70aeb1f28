import { anthropic } from "./anthropic.ts";
import type { Exchange } from "./exchange.ts";
import { gatewayBinding, isGatewayBinding } from "./gateway-binding.ts";
import { gatewayHttp } from "./gateway-http.ts";
import { gatewayRest, isGatewayRest } from "./gateway-rest.ts";
import { isManagement, management } from "./management.ts";
import { openai } from "./openai.ts";
import type { Wire } from "./prompt.ts";
import { workersAiRest } from "./workers-ai.ts";
import { workersAiBinding } from "./workers-ai-binding.ts";

/** Which vendor a URL belongs to, and what answers it. */
export interface Route {
	readonly wire: Wire | "ai-gateway";
	readonly answer: (exchange: Exchange) => Promise<Response>;
}

/** A host of its own, or a prefix of the path on any other host. */
const ROUTES: readonly {
	readonly wire: Wire | "ai-gateway";
	readonly host: string;
	readonly hostPrefix: string;
	readonly prefix: string | undefined;
	readonly answer: (exchange: Exchange, path: string) => Promise<Response>;
}[] = [
	{ wire: "openai", host: "api.openai.com", hostPrefix: "/v1", prefix: "/openai/v1", answer: openai },
	{ wire: "anthropic", host: "api.anthropic.com", hostPrefix: "/v1", prefix: "/anthropic/v1", answer: anthropic },
	{
		wire: "workers-ai",
		host: "api.cloudflare.com",
		hostPrefix: "/client/v4",
		prefix: "/client/v4",
		answer: cloudflareApi,
	},
	{ wire: "workers-ai", host: "workers-binding.ai", hostPrefix: "", prefix: undefined, answer: aiBinding },
	// After all others: on other hosts than its own, everything below `/v1` is an account's.
	{ wire: "ai-gateway", host: "gateway.ai.cloudflare.com", hostPrefix: "/v1", prefix: "/v1", answer: gatewayHttp },
];

function cloudflareApi(exchange: Exchange, path: string): Promise<Response> {
	if (isManagement(path)) return management(exchange, path);
	return isGatewayRest(exchange, path) ? gatewayRest(exchange, path) : workersAiRest(exchange, path);
}

function aiBinding(exchange: Exchange): Promise<Response> {
	return isGatewayBinding(exchange) ? gatewayBinding(exchange) : workersAiBinding(exchange);
}

/** The route of `url`; undefined when it is no vendor's. The vendors' own hosts work as well as the simulator's paths. */
export function routeOf(url: URL): Route | undefined {
	for (const { wire, host, hostPrefix, prefix, answer } of ROUTES) {
		const start = url.hostname === host ? hostPrefix : prefix;
		if (start === undefined || !url.pathname.startsWith(`${start}/`)) continue;
		return { wire, answer: (exchange) => answer(exchange, url.pathname.slice(start.length)) };
	}
	return undefined;
}

import type { Exchange } from "./exchange.ts";
import type { CustomProvider, GatewayState } from "./gateway-state.ts";
import type { JsonRecord } from "./json.ts";
import { bodyOf } from "./management-gateways.ts";
import { invalidField, notFound, respondPage, respondResult, timeOf, uuidOf } from "./management-response.ts";

/** `…/custom-providers`: providers of the account's own. They answer only once they are enabled. */
export function manageCustomProviders(exchange: Exchange, id: string | undefined): Response {
	const state = exchange.settings.gateways;
	const { method, url } = exchange;
	if (id === undefined && method === "GET") {
		const { searchParams } = url;
		const enable = searchParams.get("enable");
		const search = searchParams.get("search") ?? "";
		const found = [...state.customProviders.values()].filter(
			(provider) =>
				(enable === null || String(provider.enable) === enable) &&
				`${provider.id} ${provider.name} ${provider.slug}`.includes(search),
		);
		return respondPage(exchange, found);
	}
	if (id === undefined && method === "POST") {
		const time = timeOf(exchange);
		const start = { id: uuidOf(exchange), enable: false, beta: false, created_at: time };
		return respondResult(exchange, keep(exchange, state, { ...start, ...readFields(bodyOf(exchange)) }));
	}
	const found = state.customProviders.get(id ?? "");
	if (found === undefined) throw notFound();
	if (method === "PATCH" || method === "PUT") {
		return respondResult(exchange, keep(exchange, state, { ...found, ...readFields(bodyOf(exchange)) }));
	}
	if (method === "DELETE") {
		state.customProviders.delete(found.id);
		forget(state, found.slug);
	} else if (method !== "GET") throw notFound();
	return respondResult(exchange, found);
}

const FIELDS = ["name", "slug", "base_url", "description", "link", "enable", "beta", "curl_example", "js_example"];

function readFields(body: JsonRecord): JsonRecord {
	const known = [...FIELDS, "headers", "position"].filter((name) => body[name] !== undefined);
	return Object.fromEntries(known.map((name) => [name, body[name]]));
}

function keep(exchange: Exchange, state: GatewayState, fields: JsonRecord & { readonly id: string }): CustomProvider {
	const { id, name, slug, base_url, enable, headers } = fields;
	if (typeof name !== "string" || name === "") throw invalidField("name", "Required");
	if (typeof slug !== "string" || !/^[a-z0-9-]+$/i.test(slug))
		throw invalidField("slug", "Expected letters, digits and -");
	if (typeof base_url !== "string" || !base_url.startsWith("https://"))
		throw invalidField("base_url", "Expected https://");
	if (typeof enable !== "boolean") throw invalidField("enable", "Expected boolean");
	if (headers !== undefined && !isJsonObject(headers)) throw invalidField("headers", "Expected JSON text");
	const others = [...state.customProviders.values()].filter((provider) => provider.id !== id);
	if (others.some((provider) => provider.slug === slug)) throw invalidField("slug", "This slug already exists");
	const provider: CustomProvider = { ...fields, name, slug, base_url, enable, modified_at: timeOf(exchange) };
	state.customProviders.set(id, provider);
	forget(state, slug);
	return provider;
}

function isJsonObject(text: unknown): boolean {
	try {
		return typeof JSON.parse(String(text)) === "object";
	} catch {
		return false;
	}
}

/** What was kept of a provider is void once it changes. */
function forget(state: GatewayState, slug: string): void {
	for (const { cache } of state.gateways.values()) {
		for (const [key, answer] of cache) if (answer.provider === `custom-${slug}`) cache.delete(key);
	}
}

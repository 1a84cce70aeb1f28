import type { GatewayControls } from "@workkit/ai-core";

/** Header of each control. Source: Cloudflare's glossary of AI Gateway headers. */
const names: Record<keyof GatewayControls, string> = {
	cacheTtl: "cf-aig-cache-ttl",
	skipCache: "cf-aig-skip-cache",
	cacheKey: "cf-aig-cache-key",
	metadata: "cf-aig-metadata",
	collectLog: "cf-aig-collect-log",
	collectLogPayload: "cf-aig-collect-log-payload",
	customCost: "cf-aig-custom-cost",
	eventId: "cf-aig-event-id",
	requestTimeout: "cf-aig-request-timeout",
	maxAttempts: "cf-aig-max-attempts",
	retryDelay: "cf-aig-retry-delay",
	backoff: "cf-aig-backoff",
	byokAlias: "cf-aig-byok-alias",
	noWholesale: "cf-aig-no-wholesale",
	zdr: "cf-aig-zdr",
	otelTraceId: "cf-aig-otel-trace-id",
	otelParentSpanId: "cf-aig-otel-parent-span-id",
};

const metadataLimit = 5;

/** Labels as the gateway takes them: one value that is not a scalar, and it drops all of them without a word. */
function cleanMetadata(metadata: NonNullable<GatewayControls["metadata"]>, warnings: string[]): Record<string, unknown> {
	const scalars = Object.entries(metadata).filter(([name, value]) => {
		const scalar = ["string", "number", "boolean", "bigint"].includes(typeof value);
		if (!scalar) warnings.push(`Metadata "${name}" was not sent: the gateway takes text, numbers and booleans.`);
		return scalar;
	});
	for (const [name] of scalars.slice(metadataLimit)) {
		warnings.push(`Metadata "${name}" was not sent: the gateway keeps ${metadataLimit} entries.`);
	}
	const kept = scalars.slice(0, metadataLimit);
	return Object.fromEntries(kept.map(([name, value]) => [name, typeof value === "bigint" ? String(value) : value]));
}

/** JSON in a header: what is not ASCII is escaped. */
function headerJson(value: unknown): string {
	return JSON.stringify(value).replace(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** The controls as request headers, and what could not be honoured. `skipCache: false` sends nothing. */
export function encodeControls(controls: GatewayControls): { headers: Record<string, string>; warnings: string[] } {
	const warnings: string[] = [];
	const headers: Record<string, string> = {};
	for (const [key, name] of Object.entries(names)) {
		const value = controls[key as keyof GatewayControls];
		if (value === undefined || (key === "skipCache" && value !== true)) continue;
		if (key === "metadata") headers[name] = headerJson(cleanMetadata(value as never, warnings));
		else headers[name] = typeof value === "object" ? headerJson(value) : String(value);
	}
	return { headers, warnings };
}

import type { Call, GatewayControls } from "@workkit/ai-core";
import type { WorkersAiRunOptions } from "./binding.ts";

/** The AI Gateway that calls pass through, and its controls. */
export interface WorkersAiGateway extends GatewayControls {
	/** Name of the gateway. */
	readonly id: string;
}

function definedOnly(fields: Record<string, unknown>): Record<string, unknown> {
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** The gateway's options as the binding spells them. The binding's JSON cannot carry a bigint. */
function encodeGateway({ id, ...controls }: WorkersAiGateway): Record<string, unknown> {
	const { requestTimeout, maxAttempts, retryDelay, backoff, metadata, ...same } = controls;
	const retries = definedOnly({ maxAttempts, retryDelayMs: retryDelay, backoff });
	const labels = metadata && Object.entries(metadata).map(([name, value]) => [name, typeof value === "bigint" ? String(value) : value]);
	return definedOnly({
		id,
		...same,
		requestTimeoutMs: requestTimeout,
		retries: Object.keys(retries).length > 0 ? retries : undefined,
		metadata: labels && Object.fromEntries(labels),
	});
}

/** The third argument of the binding's `run`. */
export function encodeRunOptions(
	call: Call,
	gateway: WorkersAiGateway | undefined,
	tags: readonly string[] | undefined,
	warnings: string[],
): WorkersAiRunOptions {
	const { headers, cfGateway, metadata } = call.options;
	if (!gateway && cfGateway) warnings.push("`cfGateway` has no effect: this provider has no `gateway`.");
	return {
		// Status, headers and log id survive only this way; the plain answer loses them.
		returnRawResponse: true,
		...(gateway && { gateway: encodeGateway({ ...gateway, ...(metadata && { metadata }), ...cfGateway }) }),
		...(tags && { tags: [...tags] }),
		...(headers && { extraHeaders: { ...headers } }),
		...(call.signal && { signal: call.signal }),
	};
}

import { type Call, compact, type GatewayControls } from "@workkit/ai-core";
import type { WorkersAiRunOptions } from "./binding.ts";

/** The AI Gateway that calls pass through, and its controls. */
export interface WorkersAiGateway extends GatewayControls {
	/** Name of the gateway. */
	readonly id: string;
}

/** The gateway's options as the binding spells them. Its JSON cannot carry a bigint. */
function encodeGateway({ requestTimeout, maxAttempts, retryDelay, backoff, metadata, ...same }: WorkersAiGateway): Record<string, unknown> {
	const retries = compact({ maxAttempts, retryDelayMs: retryDelay, backoff });
	return compact({
		...same,
		requestTimeoutMs: requestTimeout,
		retries: Object.keys(retries)[0] && retries,
		metadata: metadata && JSON.parse(JSON.stringify(metadata, (_, value) => (typeof value === "bigint" ? String(value) : value))),
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

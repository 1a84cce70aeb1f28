import {
	type Call,
	cleanMetadata,
	compact,
	encodeControls,
	type GatewayControls,
	mergeHeaders,
} from "@workkit/ai-core";
import type { WorkersAiRunOptions } from "./binding.ts";
import type { WorkersAiOptions } from "./workers-ai.ts";

/** The AI Gateway that calls pass through, and its controls. */
export interface WorkersAiGateway extends GatewayControls {
	/** Name of the gateway. */
	readonly id: string;
}

/** What Cloudflare has been seen to take and not heed, and aliases of keys, which its own code never sends. They are sent nevertheless. */
const doubtful = ["requestTimeout", "maxAttempts", "retryDelay", "backoff", "byokAlias"] as const;

/** The gateway's options as the binding spells them. What they have no room for travels as a header, which reaches the gateway too. */
function encodeGateway(
	gateway: WorkersAiGateway,
	warnings: string[],
): Pick<WorkersAiRunOptions, "gateway" | "extraHeaders"> {
	const {
		id,
		cacheKey,
		cacheTtl,
		skipCache,
		collectLog,
		eventId,
		metadata,
		requestTimeout: requestTimeoutMs,
		maxAttempts,
		retryDelay: retryDelayMs,
		backoff,
		...others
	} = gateway;
	const retries = compact({ maxAttempts, retryDelayMs, backoff });
	for (const name of doubtful) {
		// The alias that is in force without one.
		if ((gateway[name] ?? "default") !== "default") warnings.push(`\`env.AI.run\` may ignore \`${name}\`.`);
	}
	return {
		gateway: compact({
			id,
			cacheKey,
			cacheTtl,
			skipCache,
			collectLog,
			eventId,
			metadata: metadata && cleanMetadata(metadata, warnings),
			requestTimeoutMs,
			retries: Object.keys(retries)[0] && retries,
		}),
		extraHeaders: encodeControls(others, warnings),
	};
}

/** The third argument of the binding's `run`. */
export function encodeRunOptions(
	call: Call,
	settings: Pick<WorkersAiOptions, "gateway" | "tags">,
	warnings: string[],
): WorkersAiRunOptions {
	const { headers, cfGateway, metadata, workersAi = {} } = call.options;
	const { rejectIfBusy, sessionAffinity } = workersAi;
	const gateway = (workersAi.gateway ?? settings.gateway) || undefined;
	const tags = workersAi.tags ?? settings.tags;
	if (!gateway && cfGateway) warnings.push("`cfGateway` is not sent without a gateway.");
	const encoded = gateway && encodeGateway({ ...gateway, ...compact({ metadata, ...cfGateway }) }, warnings);
	const extraHeaders = mergeHeaders(encoded?.extraHeaders, compact({ "x-session-affinity": sessionAffinity }), headers);
	return {
		// Status, headers and log id survive only this way; the plain answer loses them.
		returnRawResponse: true,
		...compact({
			gateway: encoded?.gateway,
			rejectIfBusy,
			tags: tags && [...tags],
			extraHeaders: Object.keys(extraHeaders)[0] ? extraHeaders : null,
			signal: call.signal,
		}),
	};
}

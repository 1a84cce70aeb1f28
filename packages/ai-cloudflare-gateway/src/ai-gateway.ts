import { compact, encodeControls, type GatewayControls, mergeHeaders } from "@workkit/ai-core";
import { isErrorCode, ValidationError } from "@workkit/errors";
import { type GatewayBinding, openGateway } from "./gateway-binding.ts";
import { askGateway, type GatewaySite } from "./gateway-error.ts";
import { checkGatewayId } from "./gateway-id.ts";
import {
	type AiGatewayLog,
	encodeFeedback,
	type GatewayFeedback,
	type Logged,
	logIdOf,
	strictMetadata,
} from "./gateway-log.ts";
import type { GatewayProviderName } from "./provider-path.ts";

/** One request of the Universal Endpoint. */
export interface UniversalRequest {
	/** Any provider of Cloudflare's directory, also one that does not speak OpenAI's wire: `replicate`, `elevenlabs`, … */
	readonly provider: GatewayProviderName;
	/** The path after the provider; of Workers AI, the model. */
	readonly endpoint: string;
	/** The provider's own: its key, unless that is stored in the gateway. Never changed. */
	readonly headers?: Readonly<Record<string, unknown>> | undefined;
	/** The provider's own body. */
	readonly query: unknown;
	/** How long the gateway waits for this request, and how often it tries it. */
	readonly config?: Pick<GatewayControls, "requestTimeout" | "maxAttempts" | "retryDelay" | "backoff"> | undefined;
}

/** Settings of one `run`. */
export interface GatewayRunOptions {
	/** Controls of this run; they win over the client's. */
	readonly cfGateway?: GatewayControls | undefined;
	/** Extra headers of the gateway's request; not the provider's. */
	readonly headers?: Readonly<Record<string, string>> | undefined;
	/** Aborts the run, which rejects with `signal.reason`. */
	readonly signal?: AbortSignal | undefined;
}

/** Settings of a gateway's client. */
export interface AiGatewayOptions extends GatewayControls {
	/** Waits, in milliseconds, before a log that is not there is asked for again. Default 250, 500, 1000; `[]` asks once. */
	readonly logDelaysMs?: readonly number[] | undefined;
}

/** A gateway, through the Worker's own binding: no account id, no token. Rejects with errors that `isAiGatewayError` knows. */
export interface AiGatewayClient {
	/**
	 * One request, or several that the gateway tries in order. Answers with the response of whatever status, a provider's own
	 * body; `readGatewayAnswer` makes an answer or events of it. Throws `ValidationError` for metadata that the gateway
	 * would drop.
	 */
	run(requests: UniversalRequest | readonly UniversalRequest[], options?: GatewayRunOptions): Promise<Response>;
	/** Base URL of the gateway, or of a provider behind it, without a trailing slash. */
	getUrl(provider?: GatewayProviderName): Promise<string>;
	/**
	 * A log entry. Logs are written after the answer, so one that is not there is asked for again. Rejects with `NotFoundError`
	 * when it is not there then, and with `ValidationError` for an answer that names none.
	 */
	getLog(answer: Logged): Promise<AiGatewayLog>;
	/** Changes a log entry, and waits for it likewise. Rejects as `getLog` does, and with `ValidationError` for feedback that is none. */
	patchLog(answer: Logged, feedback: GatewayFeedback): Promise<void>;
}

/** Headers of the gateway's own request. */
function runHeaders(controls: GatewayControls, headers: GatewayRunOptions["headers"]): Record<string, string> {
	const { metadata, ...others } = controls;
	const labels = metadata && (strictMetadata(metadata) as GatewayControls["metadata"]);
	return mergeHeaders(headers, encodeControls({ ...others, metadata: labels }, []));
}

/**
 * The client of a gateway behind the AI binding. Throws `BindingNotFoundError` without a binding, and `ConfigError` for a
 * name that no gateway can have.
 *
 * Accounts made since 24 September 2026 keep their logs elsewhere: `getLog` and `patchLog` may find none there.
 *
 * @param id - The gateway's name.
 *
 * @example
 * ```ts
 * import { aiGateway, type GatewayBinding } from "@workkit/ai-cloudflare-gateway";
 *
 * declare const env: { AI: GatewayBinding; OPENAI_KEY: string };
 * const gateway = aiGateway(env.AI, "my-gateway", { cacheTtl: 3600 });
 * const response = await gateway.run({
 * 	provider: "openai",
 * 	endpoint: "chat/completions",
 * 	headers: { authorization: `Bearer ${env.OPENAI_KEY}` },
 * 	query: { model: "gpt-5.2", messages: [{ role: "user", content: "Say hello." }] },
 * });
 * if (response.ok) await gateway.patchLog(response, { feedback: 1, score: 90 });
 * ```
 */
export function aiGateway(binding: GatewayBinding, id: string, options: AiGatewayOptions = {}): AiGatewayClient {
	const { logDelaysMs = [250, 500, 1000], ...controls } = options;
	const gatewayId = checkGatewayId(id);
	const gateway = openGateway(binding, gatewayId);

	async function untilWritten<T>(site: GatewaySite, act: () => Promise<T>): Promise<T> {
		for (const delayMs of logDelaysMs) {
			try {
				return await askGateway(site, act);
			} catch (error) {
				if (!isErrorCode(error, "WORKKIT_NOT_FOUND")) throw error;
			}
			await new Promise((resolve) => setTimeout(resolve, delayMs));
		}
		return askGateway(site, act);
	}

	return {
		async run(requests, { cfGateway = {}, headers, signal } = {}) {
			signal?.throwIfAborted();
			const list = [requests].flat() as UniversalRequest[];
			if (!list[0]) throw new ValidationError("run: the requests must not be empty.");
			// The binding insists on headers, and writes into them.
			const fresh = list.map((request) => ({ ...request, headers: { ...request.headers } }));
			const extraHeaders = runHeaders({ ...controls, ...compact(cfGateway) }, headers);
			const data = Array.isArray(requests) ? fresh : fresh[0];
			const asked = () => gateway.run(data, { extraHeaders, ...(signal && { signal }) });
			return askGateway({ gatewayId, operation: "run" }, asked, signal);
		},
		async getUrl(provider) {
			const url = await askGateway({ gatewayId, operation: "getUrl" }, async () => gateway.getUrl(provider));
			return url.replace(/\/$/, "");
		},
		async getLog(answer) {
			const logId = logIdOf(answer);
			const log = await untilWritten({ gatewayId, operation: "getLog", logId }, async () => gateway.getLog(logId));
			return log as AiGatewayLog;
		},
		async patchLog(answer, feedback) {
			const logId = logIdOf(answer);
			const patch = encodeFeedback(feedback);
			await untilWritten({ gatewayId, operation: "patchLog", logId }, async () => gateway.patchLog(logId, patch));
		},
	};
}

import type { GatewayCall } from "./gateway-call.ts";
import type { GatewayControls } from "./gateway-controls.ts";
import { gatewayCost } from "./gateway-cost.ts";
import type { GatewayLog } from "./gateway-log.ts";
import type { GatewayStep } from "./gateway-step.ts";
import { usageIn } from "./gateway-usage.ts";

/** Characters of a body that a log entry itself shows. */
const HEAD_LENGTH = 1000;
/** Bytes of request and answer beyond which the bodies are not kept. */
const LARGEST_LOG_BYTES = 10 * 1024 * 1024;

/** What is known of an answer before its body has passed. */
export interface LogStart {
	readonly model: string;
	readonly requestText: string;
	readonly cached: boolean;
	readonly wholesale: boolean;
	readonly byok: boolean;
}

/** Draws up the log entry of a step; nothing is kept yet. */
export function draftLog(call: GatewayCall, step: GatewayStep, controls: GatewayControls, start: LogStart): GatewayLog {
	const { exchange, gateway, state, startedAtMs } = call;
	const { requestText } = start;
	const isEmbedding = /embedding/.test(`${step.endpoint} ${start.model}`);
	return {
		requestBody: controls.collectPayload ? requestText : undefined,
		responseBody: undefined,
		visibleAtMs: exchange.settings.now() + (state.options.logDelayMs ?? 0),
		fields: {
			id: step.logId,
			created_at: new Date(startedAtMs).toISOString(),
			provider: step.provider.slug,
			model: start.model,
			model_type: isEmbedding ? "embeddings" : "text-generation",
			path: step.endpoint,
			duration: 0,
			request_type: isEmbedding ? "embeddings" : "chat",
			request_content_type: step.headers.get("content-type") ?? "application/json",
			request_size: new TextEncoder().encode(requestText).length,
			request_head: controls.collectPayload ? requestText.slice(0, HEAD_LENGTH) : undefined,
			request_head_complete: requestText.length <= HEAD_LENGTH,
			status_code: 0,
			success: false,
			cached: start.cached,
			response_content_type: "",
			response_size: 0,
			response_head: undefined,
			response_head_complete: true,
			tokens_in: null,
			tokens_out: null,
			cost: 0,
			custom_cost: controls.customCost !== undefined,
			metadata: controls.metadata,
			step: step.index,
			event_id: controls.eventId ?? step.eventId,
			feedback: null,
			score: null,
			authentication: gateway.settings.authentication,
			wholesale: start.wholesale,
			byok: start.byok,
			compatibilityMode: step.isCompat,
			user_agent: exchange.headers.get("user-agent") ?? "",
			dlp_action: null,
			guardrails: null,
		},
	};
}

/** Keeps a log entry, as far as the request and the gateway want it. */
export function keepLog({ gateway }: GatewayCall, controls: GatewayControls, log: GatewayLog): void {
	if (!controls.collectLog) return;
	const { log_management: most, log_management_strategy: strategy } = gateway.settings;
	if (most !== null && gateway.logs.length >= most) {
		if (strategy !== "DELETE_OLDEST") return;
		gateway.logs.shift();
	}
	gateway.logs.push(log);
}

/** Writes down what the answer was, once its body has passed or nobody reads on: tokens, cost, time and text. */
export function endLog(
	call: GatewayCall,
	controls: GatewayControls,
	log: GatewayLog,
	answer: { readonly text: string; readonly sizeBytes: number },
): void {
	const { exchange, gateway, state } = call;
	const { fields } = log;
	const { now, prices } = exchange.settings;
	fields.duration = Math.max(0, now() - call.startedAtMs);
	fields.response_size = answer.sizeBytes;
	if (controls.collectPayload) {
		fields.response_head = answer.text.slice(0, HEAD_LENGTH);
		fields.response_head_complete = answer.text.length <= HEAD_LENGTH;
		if (fields.request_size + answer.sizeBytes <= LARGEST_LOG_BYTES) log.responseBody = answer.text;
	}
	if (fields.cached) {
		fields.tokens_in = 0;
		fields.tokens_out = 0;
		return;
	}
	const usage = usageIn(answer.text);
	fields.tokens_in = usage.input ?? null;
	fields.tokens_out = usage.output ?? null;
	if (!fields.success) return;
	fields.cost = gatewayCost(usage, fields.model, prices, controls.customCost);
	if (fields.wholesale) state.creditsUsd -= fields.cost;
	const { provider, model, metadata } = fields;
	gateway.spendings.push({ atMs: now(), costUsd: fields.cost, provider, model, metadata });
}

import { type BodySource, passOn } from "./gateway-body.ts";
import type { GatewayCall } from "./gateway-call.ts";
import type { GatewayControls } from "./gateway-controls.ts";
import { gatewayError } from "./gateway-error.ts";
import type { GatewayLog } from "./gateway-log.ts";
import { endLog, keepLog } from "./gateway-log-writer.ts";
import type { GatewayStep } from "./gateway-step.ts";

/** What filters have found, for the log. */
export type Findings = Partial<Pick<GatewayLog["fields"], "dlp_action" | "guardrails">>;

/** Where a step's answers and refusals get their headers and their log entry. */
export interface GatewayDesk {
	/** Headers of whatever is answered. */
	readonly headers: Record<string, string>;
	/** Refuses with one of the gateway's codes; `text` is the answer that is held back. */
	readonly refuse: (code: number, log: GatewayLog, found: Findings, text?: string) => never;
	/** Passes an answer on. One that is at hand is logged at once, a stream when it has ended, with what `judge` finds. */
	readonly answer: (
		response: Response,
		source: BodySource,
		log: GatewayLog,
		found: Findings,
		judge?: (text: string) => Findings,
	) => Response;
}

/** The desk of one step. */
export function openDesk(call: GatewayCall, step: GatewayStep, controls: GatewayControls): GatewayDesk {
	const { exchange } = call;
	const headers: Record<string, string> = {
		...(controls.collectLog ? { "cf-aig-log-id": step.logId } : {}),
		"cf-aig-event-id": controls.eventId ?? step.eventId,
		"cf-aig-request-id": step.eventId,
		"cf-aig-step": String(step.index),
	};
	return {
		headers,
		refuse(code, log, found, text = "") {
			const error = gatewayError(code, headers);
			const { status = 500 } = error.detail;
			Object.assign(log.fields, found, { status_code: status, response_content_type: "application/json" });
			keepLog(call, controls, log);
			endLog(call, controls, log, { text, sizeBytes: text.length });
			throw error;
		},
		answer(response, source, log, found, judge) {
			const contentType = response.headers.get("content-type") ?? "";
			Object.assign(log.fields, found, {
				status_code: response.status,
				success: response.ok,
				response_content_type: contentType,
			});
			keepLog(call, controls, log);
			const decoder = isText(contentType) ? new TextDecoder() : undefined;
			let text = "";
			let sizeBytes = 0;
			const piece = (bytes: Uint8Array) => {
				text += decoder?.decode(bytes, { stream: true }) ?? "";
				sizeBytes += bytes.byteLength;
			};
			let isEnded = false;
			const end = () => {
				if (isEnded) return;
				isEnded = true;
				Object.assign(log.fields, judge?.(text));
				endLog(call, controls, log, { text, sizeBytes });
			};
			if (source.bytes !== undefined) {
				piece(source.bytes);
				end();
			}
			const body = passOn(source, exchange.record, exchange.signal, { piece: isEnded ? () => {} : piece, end });
			const all = new Headers(response.headers);
			for (const [name, value] of Object.entries(headers)) all.set(name, value);
			return new Response(body, { status: response.status, headers: all });
		},
	};
}

/** Whether a body of this type is kept as text. */
export function isText(contentType: string): boolean {
	return /json|^text\//.test(contentType);
}

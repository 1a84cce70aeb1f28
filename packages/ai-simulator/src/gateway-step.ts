import { askProvider } from "./gateway-attempts.ts";
import { bytesSource, streamSource, wholeSource } from "./gateway-body.ts";
import { cachedAnswer, cacheKeyOf, keepAnswer } from "./gateway-cache.ts";
import type { GatewayCall } from "./gateway-call.ts";
import { providerHeaders, readControls } from "./gateway-controls.ts";
import { credentialFor } from "./gateway-credential.ts";
import { type Findings, isText, openDesk } from "./gateway-desk.ts";
import { dlpFindings, guardrailFindings, scansResponses } from "./gateway-filter.ts";
import { draftLog } from "./gateway-log-writer.ts";
import { spentLimit } from "./gateway-spend.ts";
import { spokenIn } from "./gateway-spoken.ts";
import type { Provider } from "./gateway-wire.ts";
import { isRecord, type JsonRecord } from "./json.ts";

/** One provider to be asked for one request. */
export interface GatewayStep {
	/** Counts from 0 over all steps of a request. */
	readonly index: number;
	readonly provider: Provider;
	readonly method: string;
	/** The path after the provider. */
	readonly endpoint: string;
	/** What the caller wants the provider to get. */
	readonly headers: Headers;
	/** Where the gateway's own headers are looked for, the nearest first. */
	readonly layers: readonly Headers[];
	readonly config: JsonRecord;
	readonly body: unknown;
	readonly isCompat: boolean;
	readonly logId: string;
	/** The log id of the request's first step. */
	readonly eventId: string;
}

/**
 * Asks one provider, through the gateway's filters, budgets and cache. A provider's refusal is an answer like any other;
 * the gateway's own throw: 2005 (no answer), 2016, 2017, 2029, 2030 (content), 2021, 2040, 2041 (money and keys).
 */
export async function runStep(call: GatewayCall, step: GatewayStep): Promise<Response> {
	const { exchange, gateway, state } = call;
	const { settings } = gateway;
	const { now } = exchange.settings;
	const { provider } = step;
	const controls = readControls(step.layers, step.config, settings);
	const model = modelOf(step);
	const requestText = step.body === undefined ? new TextDecoder().decode(exchange.bytes) : JSON.stringify(step.body);
	const desk = openDesk(call, step, controls);
	const draft = (parts: { cached?: boolean; wholesale?: boolean; byok?: boolean } = {}) =>
		draftLog(call, step, controls, { model, requestText, cached: false, wholesale: false, byok: false, ...parts });

	const found: Findings = {};
	const leak = dlpFindings(settings, state.options, "REQUEST", requestText);
	if (leak !== undefined) {
		desk.headers["cf-aig-dlp"] = JSON.stringify(leak);
		found.dlp_action = leak.action;
		if (leak.action === "BLOCK") desk.refuse(2029, draft(), found);
	}
	const prompt = guardrailFindings(settings, state.options, "prompt", requestText);
	if (prompt.categories.length > 0) found.guardrails = { prompt: prompt.categories, response: [] };
	if (prompt.blocks) desk.refuse(2016, draft(), found);

	const own = providerHeaders(step.headers);
	const key = cacheKeyOf(controls, {
		provider: provider.slug,
		endpoint: step.endpoint,
		model,
		authorization: own.get("authorization") ?? own.get(provider.keyHeader) ?? "",
		body: requestText,
	});
	const isCaching = controls.cacheTtlSeconds > 0;
	const kept = isCaching && !controls.skipCache ? cachedAnswer(gateway, key, now()) : undefined;
	if (isCaching) desk.headers["cf-aig-cache-status"] = kept === undefined ? "MISS" : "HIT";
	if (kept !== undefined) {
		const response = new Response(null, {
			status: kept.status,
			headers: new Headers(kept.headers.map(([name, value]): [string, string] => [name, value])),
		});
		return desk.answer(response, bytesSource(kept.bytes), draft({ cached: true }), found);
	}

	const subject = { provider: provider.slug, model, metadata: controls.metadata };
	if (spentLimit(gateway, subject, now()) !== undefined) desk.refuse(2041, draft(), found);
	const { headers, byok, wholesale, trusted } = credentialFor(call, provider, controls, own);
	const earlier = exchange.record.upstream.length;
	const body = bodyFor(call, step);
	const request = { provider, method: step.method, headers, body, trusted, earlier };
	const { response, record } = await askProvider(exchange, request, controls);
	const log = draft({ byok, wholesale });
	if (response === undefined) return desk.refuse(2005, log, found);

	// A socket's answer has no body, and no Response can be made like it.
	if (response.status < 200) return response;
	const contentType = response.headers.get("content-type") ?? "";
	const isStream = contentType.startsWith("text/event-stream");
	const judge = (text: string) => guardrailFindings(settings, state.options, "response", spokenIn(text));
	if (isStream && !scansResponses(settings)) {
		return desk.answer(response, streamSource(response, record), log, found, (text) => {
			const { categories } = judge(text);
			return categories.length === 0 ? {} : { guardrails: { prompt: prompt.categories, response: categories } };
		});
	}
	const source = await wholeSource(response);
	const text = isText(contentType) ? new TextDecoder().decode(source.bytes) : "";
	if (response.ok) {
		const leaked = dlpFindings(settings, state.options, "RESPONSE", spokenIn(text));
		if (leaked !== undefined) {
			desk.headers["cf-aig-dlp"] = JSON.stringify(leaked);
			found.dlp_action = leaked.action;
			if (leaked.action === "BLOCK") desk.refuse(2030, log, found, text);
		}
		const judged = judge(text);
		if (judged.categories.length > 0) found.guardrails = { prompt: prompt.categories, response: judged.categories };
		if (judged.blocks && !isStream) desk.refuse(2017, log, found, text);
		if (isCaching && !controls.skipCache && !source.isBroken) {
			keepAnswer(gateway, key, {
				status: response.status,
				headers: [...response.headers],
				bytes: source.bytes,
				provider: provider.slug,
				expiresAtMs: now() + controls.cacheTtlSeconds * 1000,
			});
		}
	}
	return desk.answer(response, source, log, found);
}

function modelOf({ provider, body }: GatewayStep): string {
	if (provider.model !== undefined) return provider.model;
	return isRecord(body) && typeof body.model === "string" ? body.model : "";
}

/** Guardrails judge whole answers: the gateway's own endpoints then give a whole one, though a stream was asked for. */
function bodyFor({ gateway, surface }: GatewayCall, { body }: GatewayStep): unknown {
	if (gateway.settings.guardrails === null || surface === "rest" || !isRecord(body) || body.stream !== true)
		return body;
	const { stream_options: _, ...rest } = body;
	return { ...rest, stream: false };
}

import { type GatewayCall, logIdOf } from "./gateway-call.ts";
import { runStep } from "./gateway-step.ts";
import type { Provider } from "./gateway-wire.ts";
import type { JsonRecord } from "./json.ts";
import { RequestError } from "./request-error.ts";

/** One request of a call: a provider's, or one that `compat` finds a provider for. */
export interface GatewayElement {
	/** A provider's name, `compat`, or a provider that has been found already. */
	readonly provider: string | Provider;
	readonly endpoint: string;
	readonly method: string;
	readonly headers: Headers;
	readonly config: JsonRecord;
	readonly body: unknown;
}

/** The steps of one call: they are numbered over all its elements. */
export interface StepCounter {
	next: number;
	/** The log id of the first step. */
	readonly eventId: string;
}

/** Content is refused for good: no other provider is asked. */
const FINAL_CODES: readonly unknown[] = [2016, 2017, 2029, 2030];

/** What `run` gives; undefined when the gateway refuses and something else may still be tried. */
export async function orFailure(isLast: boolean, run: () => Promise<Response>): Promise<Response | undefined> {
	try {
		return await run();
	} catch (error) {
		if (isLast || !(error instanceof RequestError) || FINAL_CODES.includes(error.detail.code)) throw error;
		return undefined;
	}
}

/** Asks one provider for an element, as the call's next step. */
export function runOn(
	call: GatewayCall,
	element: GatewayElement,
	provider: Provider,
	counter: StepCounter,
	isCompat: boolean,
): Promise<Response> {
	const { endpoint, method, headers, config, body } = element;
	const index = counter.next++;
	return runStep(call, {
		index,
		provider,
		method,
		endpoint,
		headers,
		layers: [headers, call.controls],
		config,
		body,
		isCompat,
		logId: index === 0 ? counter.eventId : logIdOf(call.exchange),
		eventId: counter.eventId,
	});
}

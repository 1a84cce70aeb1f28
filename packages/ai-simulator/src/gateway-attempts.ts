import type { Exchange, OpenRecord } from "./exchange.ts";
import type { GatewayControls } from "./gateway-controls.ts";
import type { Provider } from "./gateway-wire.ts";
import { sleep } from "./sleep.ts";

/** What goes on to a provider. */
export interface ProviderRequest {
	readonly provider: Provider;
	readonly method: string;
	readonly headers: Headers;
	readonly body: unknown;
	/** The platform vouches for it: its key is none of the simulator's. */
	readonly trusted: boolean;
	/** How many requests went out for this one before, other steps' included. */
	readonly earlier: number;
}

/** What came back: undefined when nothing did in time. */
export interface ProviderAnswer {
	readonly response: Response | undefined;
	/** The last request, as the provider received it. */
	readonly record: OpenRecord | undefined;
}

/**
 * Asks a provider as often as the request allows; the last failure is the answer when all attempts fail. The timeout
 * counts to the first byte; of several attempts the last waits as long as it takes.
 */
export async function askProvider(
	exchange: Exchange,
	request: ProviderRequest,
	controls: Pick<GatewayControls, "timeoutMs" | "maxAttempts" | "retryDelayMs" | "backoff">,
): Promise<ProviderAnswer> {
	const { maxAttempts } = controls;
	let answer: ProviderAnswer = { response: undefined, record: undefined };
	for (let attempt = 1; attempt <= maxAttempts; attempt++) {
		const isLastOfSeveral = attempt > 1 && attempt === maxAttempts;
		answer = await askOnce(exchange, request, attempt, isLastOfSeveral ? undefined : controls.timeoutMs);
		if (answer.response?.ok || attempt === maxAttempts) break;
		await sleep(attemptDelayMs(controls, attempt), exchange.signal);
	}
	return answer;
}

/** The wait after attempt `attempt`, which counts from 1. */
export function attemptDelayMs(
	{ retryDelayMs, backoff }: Pick<GatewayControls, "retryDelayMs" | "backoff">,
	attempt: number,
): number {
	const factors = { constant: 1, linear: attempt, exponential: 2 ** (attempt - 1) };
	return retryDelayMs * factors[backoff];
}

async function askOnce(
	exchange: Exchange,
	{ provider, method, headers, body, trusted, earlier }: ProviderRequest,
	attempt: number,
	timeoutMs: number | undefined,
): Promise<ProviderAnswer> {
	const record: OpenRecord = {
		method,
		url: provider.url,
		headers: Object.fromEntries(headers),
		body,
		wire: undefined,
		upstream: [],
		status: undefined,
		framesSent: 0,
		finished: false,
		cancelled: false,
	};
	exchange.record.upstream = [...exchange.record.upstream, record];
	const late = new AbortController();
	const timer = timeoutMs === undefined ? undefined : setTimeout(() => late.abort(), timeoutMs);
	const { settings } = exchange;
	const sent: Exchange = {
		...exchange,
		method,
		url: new URL(provider.url),
		provider: provider.slug,
		headers,
		body,
		// What is no JSON goes on as it came.
		bytes: body === undefined ? exchange.bytes : new TextEncoder().encode(JSON.stringify(body)),
		record,
		delivery: { paceMs: undefined, headers: undefined },
		signal: exchange.signal === undefined ? late.signal : AbortSignal.any([exchange.signal, late.signal]),
		// The first is the request itself, every further one is a request more.
		requestNumber: earlier === 0 && attempt === 1 ? exchange.requestNumber : settings.countRequest(),
		settings: trusted ? { ...settings, keys: undefined } : settings,
	};
	try {
		const response = await provider.answer(sent);
		late.signal.throwIfAborted();
		record.status = response.status;
		return { response, record };
	} catch {
		// Too late, or out of reach: to the gateway it is the same. Only the client itself ends the matter.
		exchange.signal?.throwIfAborted();
		record.cancelled = late.signal.aborted;
		return { response: undefined, record };
	} finally {
		if (timer !== undefined) clearTimeout(timer);
	}
}

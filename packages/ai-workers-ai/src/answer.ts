import { type Call, checkResponse, readGatewayFacts, readJson } from "@workkit/ai-core";
import { putBack } from "@workkit/ai-stream";
import { StreamInterruptedError } from "@workkit/errors";

/**
 * Looks at a stream's first bytes: JSON whose content type does not say so, or that the binding took for a stream because
 * it had a parameter, is read whole. Anything else is still read only on demand.
 */
async function sniff(source: ReadableStream<Uint8Array>, signal: AbortSignal | undefined): Promise<unknown> {
	const reader = source.getReader();
	const cancel = (): void => {
		reader.cancel(signal?.reason).catch(() => {});
	};
	signal?.addEventListener("abort", cancel);
	let first: ReadableStreamReadResult<Uint8Array>;
	try {
		do first = await reader.read();
		while (first.value?.length === 0);
	} catch (cause) {
		throw new StreamInterruptedError("cut", { cause });
	} finally {
		signal?.removeEventListener("abort", cancel);
	}
	const body = putBack(reader, first);
	const isJson = /^\s*[[{]/.test(new TextDecoder().decode(first.value));
	return isJson ? readJson(new Response(body), (json) => json) : body;
}

/**
 * Reads what the binding answered with: a raw response, or what a fake or an older runtime gives instead. Answers with
 * parsed JSON, or with a `ReadableStream` of what is not JSON (frames, a picture, sound), or with a promise of either.
 */
export function readBindingAnswer(value: unknown, call: Call): unknown {
	if (value instanceof ReadableStream) return sniff(value, call.signal);
	if (!(value instanceof Response)) return value;
	const facts = readGatewayFacts(value.headers);
	if (Object.keys(facts)[0]) call.receipt.gateway = facts;
	const checked = checkResponse(value, call);
	// What is OK need not be waited for.
	if (!value.ok) return checked;
	const type = value.headers.get("content-type") ?? "";
	if (/\bjson/.test(type)) return readJson(value, (json) => json);
	// A stream of frames is not waited for.
	return value.body && !/event-stream/.test(type) ? sniff(value.body, call.signal) : value.body;
}

import { type Call, checkResponse, readGatewayFacts, readJson } from "@workkit/ai-core";

/** What the binding gave: parsed JSON, or a body that is something else (a stream of frames, a picture, sound). */
export type Answer = { json: unknown } | { body: ReadableStream<Uint8Array> };

/** Looks at a stream's first bytes: JSON that the binding took for a stream, because its content type had a parameter, is read whole. */
async function sniff(stream: ReadableStream<Uint8Array>): Promise<Answer> {
	const reader = stream.getReader();
	let first = await reader.read();
	while (first.value?.length === 0) first = await reader.read();
	reader.releaseLock();
	const rest = first.done ? stream : withFirst(first.value, stream);
	if (!/^\s*[[{]/.test(new TextDecoder().decode(first.value))) return { body: rest };
	return { json: await readJson(new Response(rest), (json) => json) };
}

/** The stream with its first chunk put back, still read only on demand. */
function withFirst(chunk: Uint8Array, stream: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
	let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
	return new ReadableStream<Uint8Array>(
		{
			async pull(controller) {
				if (!reader) {
					reader = stream.getReader();
					return controller.enqueue(chunk);
				}
				const { done, value } = await reader.read();
				if (done) controller.close();
				else controller.enqueue(value);
			},
			cancel: (reason) => (reader ?? stream).cancel(reason),
		},
		{ highWaterMark: 0 },
	);
}

/** Reads what the binding answered with: a raw response, or what a fake or an older runtime gives instead. */
export async function readBindingAnswer(value: unknown, call: Call): Promise<Answer> {
	if (value instanceof ReadableStream) return sniff(value);
	if (!(value instanceof Response)) return { json: value };
	const { headers } = value;
	const facts = readGatewayFacts(headers);
	if (Object.keys(facts).length > 0) call.receipt.gateway = facts;
	await checkResponse(value, call);
	if (/\bjson\b/.test(headers.get("content-type") ?? "")) return { json: await readJson(value, (json) => json) };
	return value.body ? { body: value.body } : { json: null };
}

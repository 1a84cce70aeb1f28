import { isWorkkitError, type WorkkitError } from "@workkit/errors";
import { type CompleteGateway, createGateway } from "../src/index.ts";

/** A gateway whose OpenAI answers every request with this body: a text as an event stream, anything else as JSON. */
export const answering = (body: unknown, init: ResponseInit = {}): CompleteGateway<"openai"> =>
	createGateway({
		providers: {
			openai: {
				type: "openai",
				apiKey: "test-key",
				fetch: async () =>
					new Response(typeof body === "string" ? body : JSON.stringify(body), {
						headers: { "content-type": typeof body === "string" ? "text/event-stream" : "application/json" },
						...init,
					}),
			},
		},
		defaultProvider: "openai",
	});

/** The error of ours that a promise rejects with. */
export async function failure(promise: Promise<unknown>): Promise<WorkkitError> {
	const error = await promise.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (!isWorkkitError(error)) throw new Error(`no error of ours: ${String(error)}`);
	return error;
}

/** All that a stream holds. */
export async function drain<T>(stream: ReadableStream<T>): Promise<T[]> {
	const events: T[] = [];
	for await (const event of stream) events.push(event);
	return events;
}

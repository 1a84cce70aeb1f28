import { TimeoutError, ValidationError, type WorkersAiBinding } from "@workkit/ai-gateway";
import { gatewayOn } from "./gateway.ts";
import type { RunOptions } from "./options.ts";

/** @deprecated Use `StreamOptions` of `@workkit/ai-gateway`. */
export interface StreamOptions extends RunOptions {
	/** Milliseconds for the whole stream; then it errors, and is cancelled upstream. */
	readonly timeout?: number | undefined;
}

/**
 * The bytes of the server-sent events as Workers AI sends them.
 * Rejects with `ValidationError` for a model that does not stream, and with `TimeoutError` when the time is over.
 *
 * @param model - Its id, such as `@cf/…`.
 * @param input - As the model takes it.
 * @param options - The longest time to the end in milliseconds, a signal, and a gateway.
 * @deprecated Use `toSseResponse(await gateway.stream(…))` of `@workkit/ai-gateway`, whose events are the same for every vendor.
 */
export async function streamAI(
	binding: WorkersAiBinding,
	model: string,
	input: object,
	{ timeout, signal, gateway }: StreamOptions = {},
): Promise<ReadableStream<Uint8Array>> {
	const deadline = new AbortController();
	const expire = (): void => deadline.abort(new TimeoutError(`${model} stream`, timeout));
	const timer: unknown = timeout && setTimeout(expire, timeout);
	const close = (): void => clearTimeout(timer as number);
	const end = AbortSignal.any([deadline.signal, ...(signal ? [signal] : [])]);
	try {
		const { raw } = await gatewayOn(binding, gateway, true).run(model, { ...input }, { signal: end });
		if (!(raw instanceof ReadableStream)) throw new ValidationError(`${model} does not stream.`);
		const reader = raw.getReader();
		reader.closed.then(close, close);
		return new ReadableStream<Uint8Array>(
			{
				start(controller) {
					end.addEventListener("abort", () => {
						controller.error(end.reason);
						reader.cancel(end.reason).catch(() => {});
					});
				},
				async pull(controller) {
					const { done, value } = await reader.read();
					if (done) controller.close();
					else controller.enqueue(value);
				},
				cancel: (reason) => reader.cancel(reason),
			},
			{ highWaterMark: 0 },
		);
	} catch (error) {
		close();
		throw error;
	}
}

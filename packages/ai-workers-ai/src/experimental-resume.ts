import { createSseParser, type SseFrame } from "@workkit/ai-stream";
import type { CallableBinding, WorkersAiBinding, WorkersAiRunOptions } from "./binding.ts";

/** How broken streams are resumed. */
export interface ExperimentalResumeOptions {
	/** How often one stream is resumed at most. Default 3. */
	readonly maxResumes?: number | undefined;
	/** Told of each time, before it is tried: the run's id, and how many events had come. What it throws is ignored. */
	readonly onResume?: ((runId: string, events: number) => void) | undefined;
}

/** The binding's own way to the platform, which its public type does not have. */
type Fetcher = CallableBinding & { fetch?(url: string, init: RequestInit): Promise<Response> };

/** What takes up a run behind the events that have come; `undefined` where that fails. */
type Resume = (events: number) => Promise<ReadableStream<Uint8Array> | undefined>;

const terminal = /^(\[DONE\]$|\{"type":"(message_stop|response\.(completed|incomplete|failed))")/;

function write({ event, data, unterminated }: SseFrame): string {
	const lines = `${event ? `event: ${event}\n` : ""}data: ${data.replaceAll("\n", "\ndata: ")}`;
	return unterminated ? lines : `${lines}\n\n`;
}

/** The events of a stream, and when it breaks, those of the stream that takes it up. */
function resumed(source: ReadableStream<Uint8Array>, resume: Resume): ReadableStream<Uint8Array> {
	const encoder = new TextEncoder();
	let events = 0;
	let isOver = false;
	let text = "";
	let current = open(source);

	function open(stream: ReadableStream<Uint8Array>) {
		const decoder = new TextDecoder();
		const parser = createSseParser((frame) => {
			if (!frame.unterminated) events++;
			isOver = terminal.test(frame.data);
			text += write(frame);
		});
		return { reader: stream.getReader(), parser, decoder };
	}

	return new ReadableStream<Uint8Array>(
		{
			async pull(controller) {
				while (!text) {
					const { reader, parser, decoder } = current;
					const { value, cause } = await reader.read().then(
						(read) => ({ value: read.value, cause: undefined }),
						(cause: unknown) => ({ value: undefined, cause }),
					);
					if (value) {
						parser.push(decoder.decode(value, { stream: true }));
						continue;
					}
					parser.end();
					const next = isOver ? undefined : await resume(events);
					if (next) {
						// The beginning of an event, which comes again.
						text = "";
						current = open(next);
					} else if (cause !== undefined) throw cause;
					else {
						// An end without a last event is for whoever reads the events to judge.
						if (text) controller.enqueue(encoder.encode(text));
						return controller.close();
					}
				}
				controller.enqueue(encoder.encode(text));
				text = "";
			},
			cancel: (reason) => current.reader.cancel(reason),
		},
		{ highWaterMark: 0 },
	);
}

/**
 * Experimental: a binding whose broken streams go on where they broke, as far as AI Gateway keeps them, about five
 * minutes. The platform does so for other vendors' models (`openai/…`) on `env.AI.run`; all other calls are left as they
 * are. Both it and the way there are undocumented and may change: without them, a stream breaks as it
 * does without this. Rejects as the binding itself does.
 *
 * @example
 * ```ts
 * import { createGateway } from "@workkit/ai-core";
 * import { experimentalResume, type WorkersAiBinding, workersAi } from "@workkit/ai-workers-ai";
 *
 * declare const env: { AI: WorkersAiBinding };
 * const gateway = createGateway({
 * 	providers: { models: workersAi({ binding: experimentalResume(env.AI), gateway: { id: "my-gateway" } }) },
 * 	defaultProvider: "models",
 * });
 * const stream = await gateway.stream("openai/gpt-5.2", { prompt: "Tell a long story." });
 * ```
 */
export function experimentalResume(
	binding: WorkersAiBinding,
	{ maxResumes = 3, onResume }: ExperimentalResumeOptions = {},
): WorkersAiBinding {
	// Its methods must not be taken off it.
	const ai = binding as unknown as Fetcher;
	const run = async (
		model: string,
		inputs: Record<string, unknown>,
		options: WorkersAiRunOptions,
	): Promise<unknown> => {
		const answer = await ai.run(model, inputs, options);
		if (!(answer instanceof Response && answer.body && ai.fetch)) return answer;
		const { status, headers } = answer;
		const runId = headers.get("cf-aig-run-id");
		if (!runId || !headers.get("content-type")?.includes("event-stream")) return answer;
		const { gateway = {}, signal } = options;
		const path = `${encodeURIComponent(`${gateway.id ?? "default"}`)}/run/${encodeURIComponent(runId)}`;
		let left = maxResumes;
		const resume: Resume = async (events) => {
			if (left-- <= 0 || signal?.aborted) return undefined;
			// Its trouble, a promise's too, does not decide on the stream.
			(async () => onResume?.(runId, events))().catch(() => {});
			const url = `https://workers-binding.ai/ai-gateway/gateways/${path}/resume?from=${events}`;
			const response = await ai.fetch?.(url, signal ? { signal } : {}).catch(() => undefined);
			if (response?.ok && response.body) return response.body;
			await response?.body?.cancel();
			return undefined;
		};
		return new Response(resumed(answer.body, resume), { status, headers });
	};
	const { toMarkdown } = ai;
	return {
		run,
		...(toMarkdown && { toMarkdown: (...args: Parameters<typeof toMarkdown>) => ai.toMarkdown?.(...args) }),
	} as unknown as WorkersAiBinding;
}

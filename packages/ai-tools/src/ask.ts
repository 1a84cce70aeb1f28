import type {
	AiInput,
	AiOutput,
	AnyStreamEvent,
	DoneEvent,
	GatewayToolCall,
	OptionalEventName,
	RunOptions,
	StreamOptions,
} from "@workkit/ai-core";
import { StreamInterruptedError, UnsupportedOperationError } from "@workkit/errors";

/** What is needed of a gateway: any object with this method will do. `P` are its providers' keys, `M` what it takes for a model. */
export interface RunGateway<P extends string = string, M = string> {
	/** Answers when the answer is complete. */
	run(model: M, input: AiInput, options?: RunOptions<P>): Promise<AiOutput>;
}

/** What is needed of a gateway that streams. */
export interface StreamGateway<P extends string = string, M = string> {
	/** Answers with typed events as they come. */
	stream?(
		model: M,
		input: AiInput,
		options?: StreamOptions<P, OptionalEventName>,
	): Promise<ReadableStream<AnyStreamEvent>>;
	/** Key of the provider that answers when the options name none. */
	defaultProvider?(): string;
}

/** What a stream says until its `done`. */
export type TurnEvent = Exclude<AnyStreamEvent, DoneEvent>;

/** One call of a model: its events as they come, where it streams, and the whole answer. */
export type Ask = (input: AiInput, options: RunOptions) => AsyncGenerator<TurnEvent, AiOutput>;

/** Asks for the whole answer at once. */
export function askWhole<M>(gateway: RunGateway<string, M>, model: M): Ask {
	// biome-ignore lint/correctness/useYield: there is nothing to say before the whole answer.
	return async function* (input, options) {
		return await gateway.run(model, input, options);
	};
}

/** Asks for a stream. Whoever stops listening to the generator cancels the stream. */
export function askStreaming<M>(
	gateway: StreamGateway<string, M>,
	model: M,
	events: readonly OptionalEventName[] | undefined,
): Ask {
	return async function* (input, options) {
		if (!gateway.stream) throw new UnsupportedOperationError("This gateway", "stream");
		const stream = await gateway.stream(model, input, { ...options, events });
		const reader = stream.getReader();
		const { signal } = options;
		const cancel = (): void => {
			reader.cancel(signal?.reason).catch(() => {});
		};
		// A gateway that does not listen to the signal lets go all the same.
		signal?.addEventListener("abort", cancel);
		if (signal?.aborted) cancel();
		const toolCalls: GatewayToolCall[] = [];
		let text = "";
		let ended = false;
		try {
			for (;;) {
				const { done, value } = await reader.read();
				if (done) throw new StreamInterruptedError("cut");
				if (value.type === "done") {
					ended = true;
					const provider = options.provider ?? gateway.defaultProvider?.() ?? "";
					return outputOf(value, { text, toolCalls, provider, model: nameOf(model) });
				}
				if (value.type === "text") text += value.delta;
				if (value.type === "tool_use") {
					const { type: _type, input: args, ...call } = value;
					toolCalls.push({ ...call, arguments: args });
				}
				yield value;
			}
		} finally {
			signal?.removeEventListener("abort", cancel);
			if (!ended) cancel();
		}
	};
}

const nameOf = (model: unknown): string => (typeof model === "string" ? model : String(Object(model).label));

type Heard = Required<Pick<AiOutput, "text" | "toolCalls" | "provider" | "model">>;

/** What `run` would have answered. */
function outputOf({ type: _type, ...done }: DoneEvent, { text, toolCalls, ...asked }: Heard): AiOutput {
	const { provider, model } = done.receipt?.attempts.filter(({ error }) => !error).at(-1) ?? asked;
	return { ...done, text, raw: done.raw, provider, model, ...(toolCalls[0] && { toolCalls }) };
}

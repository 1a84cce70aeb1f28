import { pullStream, type Step } from "@workkit/ai-stream";
import { isErrorCode, isWorkkitError, RetryStrategies, StreamInterruptedError } from "@workkit/errors";
import type { Call } from "./call.ts";
import { compact } from "./compact.ts";
import { explainFailure } from "./failure.ts";
import { reading } from "./read-body.ts";
import type { AnyStreamEvent, DoneEvent, GatewayStreamEvent } from "./stream-event.ts";
import { addText, createTurn, doneOf, type Emit, outputOf, type Turn, toolUse } from "./turn.ts";

/** The streams that keep the contract by themselves, with how to learn of their end. */
const ends = new WeakMap<ReadableStream, (callback: () => void) => void>();

/**
 * Lifts what reads a source to the stream that callers get: it emits only the events that were asked for, closes with
 * one `done`, and fails with the caller's own reason, or an error that carries `context.partial`.
 */
export function eventStream<C>(
	source: ReadableStream<C>,
	step: Step<C, AnyStreamEvent>,
	turn: Turn,
	call: Call,
	done: () => DoneEvent = () => doneOf(turn, call),
): ReadableStream<GatewayStreamEvent> {
	const { signal, watch } = call;
	const wanted: string[] = ["text", "tool_use", ...(call.options.events ?? [])];
	const callbacks: (() => void)[] = [];
	let begun = false;
	let handedOut = false;
	let over = false;
	let output: (event: GatewayStreamEvent) => void;
	const emit: Emit = (event) => {
		if (!begun) watch?.begun();
		begun = true;
		if (!wanted.includes(event.type)) return;
		handedOut = true;
		// `wanted` holds the names that the stream's type has.
		output(event as GatewayStreamEvent);
	};
	const stream = pullStream<C, GatewayStreamEvent>(
		source,
		{
			push(chunk, next) {
				output = next;
				return reading(() => step.push(chunk, emit));
			},
			end(next) {
				output = next;
				reading(() => step.end(emit));
				next(done());
			},
		},
		{
			signal,
			watch,
			onError(error) {
				const failure =
					signal?.aborted || isWorkkitError(error) ? error : new StreamInterruptedError("cut", { cause: error });
				const { text, toolCalls = [], reasoning, usage } = outputOf(turn, call);
				// Part of the answer is with the caller: trying again would say it twice.
				if (handedOut && isErrorCode(failure, "WORKKIT_STREAM_INTERRUPTED")) {
					Object.assign(failure, { retryStrategy: RetryStrategies.none });
				}
				return explainFailure(failure, call, { partial: compact({ text, toolCalls, reasoning, usage }) });
			},
			onEnd() {
				over = true;
				for (const callback of callbacks) callback();
			},
		},
	);
	ends.set(stream, (callback) => {
		// Middleware may have ended it, or waited while a deadline did.
		if (over) callback();
		else callbacks.push(callback);
	});
	return stream;
}

/** Holds anybody's stream to the contract, if it does not keep it already, and calls back once when it is over. */
export function guardStream(
	stream: ReadableStream<GatewayStreamEvent>,
	call: Call,
	onEnd: () => void,
): ReadableStream<GatewayStreamEvent> {
	const whenOver = ends.get(stream);
	if (!whenOver) return guardStream(holdToContract(stream, call), call, onEnd);
	whenOver(onEnd);
	return stream;
}

function holdToContract(stream: ReadableStream<GatewayStreamEvent>, call: Call): ReadableStream<GatewayStreamEvent> {
	const turn = createTurn();
	let done: DoneEvent | undefined;
	const step: Step<GatewayStreamEvent, AnyStreamEvent> = {
		push(event, emit) {
			if (event.type === "done") {
				done = event;
				return true;
			}
			if (event.type === "text") addText(turn, "text", event.delta, emit);
			else {
				if (event.type === "tool_use") {
					const { type: _type, input, ...toolCall } = event;
					turn.toolCalls.push({ ...toolCall, arguments: input });
				}
				emit(event);
			}
			return false;
		},
		end() {
			if (!done) throw new StreamInterruptedError("cut");
		},
	};
	return eventStream(stream, step, turn, call, () => ({ ...doneOf(turn, call), ...done }) as DoneEvent);
}

/** A whole answer as the events that it would have been, for a vendor that answers a stream request at once. */
export function turnStream(turn: Turn, call: Call): ReadableStream<GatewayStreamEvent> {
	return new ReadableStream<AnyStreamEvent>({
		start(controller) {
			for (const { type, text } of turn.parts) controller.enqueue({ type, delta: text });
			for (const toolCall of turn.toolCalls) controller.enqueue(toolUse(toolCall));
			controller.enqueue(doneOf(turn, call));
			controller.close();
		},
		// What nobody asked for is kept back where the stream is held to the contract.
	}) as ReadableStream<GatewayStreamEvent>;
}

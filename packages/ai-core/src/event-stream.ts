import { pullStream, putBack, type Step } from "@workkit/ai-stream";
import { isWorkkitError, StreamInterruptedError } from "@workkit/errors";
import type { Call } from "./call.ts";
import { compact } from "./compact.ts";
import { explainFailure } from "./failure.ts";
import { reading } from "./read-body.ts";
import type { AnyStreamEvent, DoneEvent, GatewayStreamEvent } from "./stream-event.ts";
import { addText, createTurn, doneOf, type Emit, outputOf, type Turn, toolUse } from "./turn.ts";

/** How a stream ended: with its `done`, with an error, or because its reader lost interest. */
export type StreamEnd =
	| { readonly type: "done"; readonly event: DoneEvent }
	| { readonly type: "error"; readonly error: unknown }
	| { readonly type: "cancel" };

/** Sees what a stream does without being on its way. */
export interface StreamObserver {
	/** Told of an event before its reader has it; what it writes into the event, the reader gets. */
	event?(event: GatewayStreamEvent): void;
	/** Told once, when the stream is over. */
	end?(end: StreamEnd): void;
}

/** Under it a stream that keeps the contract by itself carries how to observe it. */
const observeKey: unique symbol = Symbol();

/** The events that every stream has. */
const always: readonly string[] = ["text", "tool_use", "done"];

/** Under it a stream says that its first event is there. */
const begunKey: unique symbol = Symbol();

/** A stream with what this module knows of it. */
interface KnownStream extends ReadableStream<GatewayStreamEvent> {
	[observeKey]?(observer: StreamObserver): void;
	[begunKey]?: true;
}

/**
 * Lifts what reads a source to the stream that callers get: it emits only the events that were asked for, closes with
 * one `done`, and fails with the caller's own reason, or an error that carries `context.partial`.
 *
 * @param source - What is read, a chunk at a time.
 */
export function eventStream<C>(
	source: ReadableStream<C>,
	step: Step<C, AnyStreamEvent>,
	turn: Turn,
	call: Call,
	done: () => DoneEvent = () => doneOf(turn, call),
): ReadableStream<GatewayStreamEvent> {
	let observers: StreamObserver[] = [];
	let handedOut = false;
	let end: StreamEnd | undefined;
	let output: (event: GatewayStreamEvent) => void;
	const emit: Emit = (any) => {
		call.watch?.begun();
		if (!always.includes(any.type) && !call.options.events?.includes(any.type as never)) return;
		// What was asked for has a place in the stream's type.
		const event = any as GatewayStreamEvent;
		handedOut = true;
		for (const observer of observers) observer.event?.(event);
		output(event);
	};
	const stream: KnownStream = pullStream<C, GatewayStreamEvent>(
		source,
		{
			push(chunk, next) {
				output = next;
				return reading(() => step.push(chunk, emit));
			},
			end(next) {
				output = next;
				reading(() => step.end(emit));
				const event = done();
				end = { type: "done", event };
				emit(event);
			},
		},
		{
			signal: call.signal,
			watch: call.watch,
			onError(error) {
				const failure =
					call.signal?.aborted || isWorkkitError(error) ? error : new StreamInterruptedError("cut", { cause: error });
				const { text, toolCalls = [], reasoning, usage } = outputOf(turn, call);
				// Part of the answer is with the caller: trying again would say it twice.
				if (handedOut && isWorkkitError(failure) && failure.name === "StreamInterruptedError") {
					Object.assign(failure, { retryStrategy: { kind: "none" } });
				}
				end = { type: "error", error: failure };
				return explainFailure(failure, call, { partial: compact({ text, toolCalls, reasoning, usage }) });
			},
			onEnd() {
				end ??= { type: "cancel" };
				for (const observer of observers) observer.end?.(end);
			},
		},
	);
	stream[observeKey] = (observer) => {
		// Middleware may have ended it, or waited while a deadline did.
		if (end) observer.end?.(end);
		else observers = observers.concat(observer);
	};
	return stream;
}

/** Holds anybody's stream to the contract, if it does not keep it already, and observes it. */
export function observeStream(
	stream: ReadableStream<GatewayStreamEvent>,
	call: Call,
	observer: StreamObserver,
): ReadableStream<GatewayStreamEvent> {
	const { [observeKey]: observe }: KnownStream = stream;
	if (!observe) return observeStream(holdToContract(stream, call), call, observer);
	observe(observer);
	return stream;
}

/**
 * Waits for a stream's first event and answers with the whole stream. Rejects with its error when it fails before. Until then, whoever
 * asks may still ask again, or elsewhere, without anything being said twice.
 */
export async function beginStream(
	stream: ReadableStream<GatewayStreamEvent>,
	call: Call,
): Promise<ReadableStream<GatewayStreamEvent>> {
	const { [observeKey]: observe, [begunKey]: isBegun }: KnownStream = stream;
	if (!observe) return beginStream(holdToContract(stream, call), call);
	if (isBegun) return stream;
	const reader = stream.getReader();
	const first = await reader.read();
	let isRead = false;
	const begun: KnownStream = putBack(reader, {
		...first,
		// Only the look at it tells that it is taken.
		get value() {
			isRead = true;
			return first.value;
		},
	} as typeof first);
	begun[observeKey] = (observer) => {
		// It was there before the observer was, and no reader has it yet.
		if (first.value && !isRead) observer.event?.(first.value);
		observe(observer);
	};
	begun[begunKey] = true;
	return begun;
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

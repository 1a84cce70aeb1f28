import type { Call } from "./call.ts";
import { eventStream } from "./event-stream.ts";
import type { GatewayStreamEvent } from "./stream-event.ts";
import { type Emit, type Turn } from "./turn.ts";

/** Emits a whole answer as the events that it would have been, for a vendor that answers a stream request at once. */
export function turnStream(turn: Turn, call: Call<"stream">): ReadableStream<GatewayStreamEvent> {
	const source = new ReadableStream<Turn>({
		start(controller) {
			controller.enqueue(turn);
			controller.close();
		},
	});
	return eventStream<Turn>(
		source,
		{
			push(whole, emit) {
				replay(whole, emit);
				return true;
			},
			end() {},
		},
		turn,
		call,
	);
}

function replay(turn: Turn, emit: Emit): void {
	for (const part of turn.parts) emit({ type: part.type, delta: part.text });
	if (turn.refusal) emit({ type: "refusal", delta: turn.refusal });
	for (const { arguments: input, ...call } of turn.toolCalls) emit({ type: "tool_use", ...call, input });
}

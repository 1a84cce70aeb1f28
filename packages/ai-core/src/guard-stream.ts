import { StreamInterruptedError } from "@workkit/errors";
import type { Call } from "./call.ts";
import { eventStream, isGuarded } from "./event-stream.ts";
import type { DoneEvent, GatewayStreamEvent } from "./stream-event.ts";
import { addText, createTurn } from "./turn.ts";

/** Holds anybody's stream to the contract: deadlines, abort, exactly one `done`, an error when it ends without one. */
export function guardStream(
	stream: ReadableStream<GatewayStreamEvent>,
	call: Call<"stream">,
): ReadableStream<GatewayStreamEvent> {
	if (isGuarded(stream)) return stream;
	const turn = createTurn(call);
	let done: DoneEvent | undefined;
	return eventStream<GatewayStreamEvent>(
		stream,
		{
			push(event, emit) {
				if (event.type === "done") {
					done = event;
					turn.rawFinishReason = event.rawFinishReason ?? null;
					if (event.finishReason) turn.finishReason = event.finishReason;
					turn.usage = event.usage;
					turn.id = event.id;
					turn.servedModel = event.servedModel;
					turn.warnings = event.warnings ?? [];
					turn.raw = event.raw;
					return true;
				}
				if (event.type === "text") addText(turn, event.delta, emit);
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
		},
		turn,
		call,
	);
}

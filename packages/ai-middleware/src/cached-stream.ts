import { type Call, type GatewayStreamEvent, observeStream, type TokenUsage } from "@workkit/ai-core";
import { isCacheable } from "./cacheable.ts";

/** What a call consumed that was answered from the cache. */
export function nothing(): TokenUsage {
	return { inputTokens: 0, outputTokens: 0, totalTokens: 0 };
}

/** The stream of a stored answer, in the pieces in which it came. */
export function replayEvents(call: Call, events: readonly GatewayStreamEvent[]): ReadableStream<GatewayStreamEvent> {
	const left = events[Symbol.iterator]();
	return new ReadableStream<GatewayStreamEvent>(
		{
			pull(controller) {
				const { value, done } = left.next();
				if (done) controller.close();
				else controller.enqueue(value.type === "done" ? { ...value, usage: nothing(), receipt: call.receipt } : value);
			},
		},
		{ highWaterMark: 0 },
	);
}

/** Keeps a stream's events once its answer proved whole. */
export function recordEvents(
	call: Call,
	stream: ReadableStream<GatewayStreamEvent>,
	keep: (events: readonly GatewayStreamEvent[]) => Promise<void>,
): ReadableStream<GatewayStreamEvent> {
	const events: GatewayStreamEvent[] = [];
	let text = "";
	return observeStream(stream, call, {
		event(event) {
			if (event.type === "text") text += event.delta;
			if (event.type !== "done") events.push(event);
		},
		end(end) {
			if (end.type !== "done") return;
			const { receipt: _, ...done } = end.event;
			const toolCalls = events.filter((event) => event.type === "tool_use");
			if (isCacheable(done, text, toolCalls)) void keep([...events, done]);
		},
	});
}

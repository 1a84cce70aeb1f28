import type { Tell, WireHappening } from "./happening.ts";
import { messageOf } from "./message-of.ts";

/** The same body, read at the reader's pace and not a byte ahead of it; `tell` hears of each piece and of a bad end. */
export function tapBody(body: ReadableStream<Uint8Array>, tell: Tell<WireHappening>): ReadableStream<Uint8Array> {
	const reader = body.getReader();
	const decoder = new TextDecoder();
	let open = true;
	const end = (happening: WireHappening) => {
		if (open) tell(happening);
		open = false;
	};
	return new ReadableStream<Uint8Array>(
		{
			start(controller) {
				// An abort reaches the reader at once, and not with its next read.
				reader.closed.then(
					() => {
						open = false;
					},
					(error) => {
						end({ type: "broken", line: messageOf(error) });
						controller.error(error);
					},
				);
			},
			async pull(controller) {
				const next = await reader.read().catch(() => undefined);
				if (next?.done) controller.close();
				else if (next && open) {
					tell({ type: "frame", text: decoder.decode(next.value, { stream: true }) });
					controller.enqueue(next.value);
				}
			},
			cancel(reason) {
				end({ type: "closed" });
				return reader.cancel(reason);
			},
		},
		{ highWaterMark: 0 },
	);
}

import {
	type Call,
	closeToolCalls,
	createTurn,
	inStreamError,
	parseFrame,
	type TurnTranslator,
} from "@workkit/ai-core";
import { StreamInterruptedError } from "@workkit/errors";
import { type BlockReader, openBlock } from "./blocks.ts";
import { readUsage } from "./usage.ts";
import type { WireEvent, WireUsage } from "./wire.ts";

/** Translates a stream of the Messages wire. It is complete with `message_stop`, or with a stop reason and the end of the body. */
export function translate(call: Call): TurnTranslator {
	const turn = createTurn();
	const blocks = new Map<number | undefined, BlockReader | undefined>();
	let started: WireUsage | undefined;
	let terminal = false;

	return {
		turn,
		push(frame, emit) {
			const event: WireEvent | undefined = parseFrame(frame);
			if (!event) return false;
			turn.raw = event;
			const { index, message } = event;
			// An error may also come without a type; `ping` and what future versions add is skipped.
			if (event.error) throw inStreamError(event, call);
			if (message) {
				turn.id = message.id;
				turn.servedModel = message.model;
				started = message.usage;
			}
			if (message || event.usage) turn.usage = readUsage(started, event.usage);
			if (event.content_block) blocks.set(index, openBlock(turn, event.content_block, call, emit));
			if (event.delta) blocks.get(index)?.delta(event.delta, emit);
			turn.rawFinishReason = event.delta?.stop_reason ?? turn.rawFinishReason;
			if (event.type === "content_block_stop") {
				blocks.get(index)?.stop(emit);
				blocks.delete(index);
			}
			terminal = event.type === "message_stop";
			return terminal;
		},
		end(emit) {
			if (!terminal && !turn.rawFinishReason) throw new StreamInterruptedError("cut");
			closeToolCalls(turn, emit);
		},
	};
}

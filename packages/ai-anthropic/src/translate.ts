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
	const blocks = new Map<number | undefined, BlockReader>();
	let started: WireUsage | undefined;
	let terminal = false;

	return {
		turn,
		push(frame, emit) {
			const event: WireEvent | undefined = parseFrame(frame);
			if (!event) return false;
			turn.raw = event;
			switch (event.type) {
				case "message_start":
					turn.id ||= event.message?.id;
					turn.servedModel ||= event.message?.model;
					started = event.message?.usage;
					turn.usage = readUsage(started);
					break;
				case "content_block_start":
					if (event.content_block) blocks.set(event.index, openBlock(turn, event.content_block, call, emit));
					break;
				case "content_block_delta":
					if (event.delta) blocks.get(event.index)?.delta(event.delta, emit);
					break;
				case "content_block_stop":
					blocks.get(event.index)?.stop(emit);
					blocks.delete(event.index);
					break;
				case "message_delta":
					turn.rawFinishReason = event.delta?.stop_reason ?? turn.rawFinishReason;
					turn.usage = readUsage(started, event.usage);
					break;
				case "message_stop":
					terminal = true;
					return true;
				default:
					// `ping` and what future versions add is skipped; an error may also come without a type.
					if (event.error || frame.event === "error") throw inStreamError(event, call);
			}
			return false;
		},
		end(emit) {
			if (!terminal && !turn.rawFinishReason) throw new StreamInterruptedError("cut");
			closeToolCalls(turn, emit);
		},
	};
}

import {
	type Call,
	closeToolCalls,
	createTurn,
	type Emit,
	inStreamError,
	parseFrame,
	type Turn,
	type TurnTranslator,
} from "@workkit/ai-core";
import { StreamInterruptedError } from "@workkit/errors";
import { type BlockReader, openBlock } from "./blocks.ts";
import { readUsage } from "./usage.ts";
import type { WireEvent, WireUsage } from "./wire.ts";

/** Reads events into a turn; a whole answer is the start of one, with all its content. */
export function createReader(call: Call): { readonly turn: Turn; read(event: WireEvent, emit: Emit): void } {
	const turn = createTurn();
	const blocks = new Map<number | undefined, BlockReader | undefined>();
	let started: WireUsage | undefined;
	return {
		turn,
		read(event, emit) {
			turn.raw = event;
			// Nearly every event of nearly every stream.
			if (event.type === "content_block_delta") return blocks.get(event.index)?.delta(event.delta ?? {}, emit);
			const { index, message } = event;
			// An error may also come without a type; `ping` and what future versions add is skipped.
			if (event.error) throw inStreamError(event, call);
			if (message) {
				turn.id = message.id;
				turn.servedModel = message.model;
				started = message.usage;
				// Of a stream, too, after a tool that the vendor ran.
				for (const block of message.content ?? []) openBlock(turn, block, call, emit)?.stop(emit);
			}
			if (message || event.usage) turn.usage = readUsage(started, event.usage);
			if (event.content_block) blocks.set(index, openBlock(turn, event.content_block, call, emit));
			turn.rawFinishReason = (event.delta ?? message)?.stop_reason ?? turn.rawFinishReason;
			if (event.type === "content_block_stop") {
				blocks.get(index)?.stop(emit);
				blocks.delete(index);
			}
		},
	};
}

/** Translates a stream of the Messages wire. It is complete with `message_stop`, or with a stop reason and the end of the body. */
export function translate(call: Call): TurnTranslator {
	const { turn, read } = createReader(call);
	let terminal = false;
	return {
		turn,
		push(frame, emit) {
			const event: WireEvent | undefined = parseFrame(frame);
			if (event) read(event, emit);
			terminal = event?.type === "message_stop";
			return terminal;
		},
		end(emit) {
			if (!terminal && !turn.rawFinishReason) throw new StreamInterruptedError("cut");
			closeToolCalls(turn, emit);
		},
	};
}

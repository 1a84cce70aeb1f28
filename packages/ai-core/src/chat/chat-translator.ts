import { StreamInterruptedError } from "@workkit/errors";
import type { Call } from "../call.ts";
import type { TurnTranslator } from "../codec.ts";
import { parseFrame } from "../read-body.ts";
import { closeToolCalls, type Emit } from "../turn.ts";
import { inStreamError } from "../vendor-error.ts";
import { readFault } from "../vendor-fault.ts";
import { type ChatReader, createChatReader } from "./chat-reader.ts";
import type { ChatChunk } from "./chat-wire.ts";

/**
 * Translates a stream of OpenAI's chat wire. It is complete with `[DONE]`, or with a finish reason and the end of the
 * body. Tool calls are emitted at the end, since vendors interleave parallel ones.
 * Throws, from `push` and `end`, the error that the stream tells, and `StreamInterruptedError` when it was cut.
 *
 * @param read - Reads one frame's payload. Default: the chat wire as it is.
 */
export function chatTranslator(
	call: Call,
	reader: ChatReader = createChatReader(call),
	read: (chunk: ChatChunk, emit: Emit) => void = reader.read,
): TurnTranslator {
	const { turn } = reader;
	let terminal = false;
	return {
		turn,
		push(frame, emit) {
			terminal = frame.data.startsWith("[DONE]");
			const chunk = !terminal && parseFrame(frame);
			if (chunk) read(chunk, emit);
			return terminal;
		},
		end(emit) {
			if (!turn.rawFinishReason) {
				if (readFault(turn.raw).message) throw inStreamError(turn.raw, call);
				if (!terminal || !turn.raw) throw new StreamInterruptedError("cut");
			}
			closeToolCalls(turn, emit);
		},
	};
}

import { StreamInterruptedError } from "@workkit/errors";
import type { Call } from "../call.ts";
import type { TurnTranslator } from "../codec.ts";
import { parseFrame } from "../read-body.ts";
import { closeToolCalls, type Emit } from "../turn.ts";
import { type ChatReader, createChatReader } from "./chat-reader.ts";
import type { ChatChunk } from "./chat-wire.ts";

/**
 * Translates a stream of OpenAI's chat wire. It is complete with `[DONE]`, or with a finish reason and the end of the
 * body. Tool calls are emitted at the end, since vendors interleave parallel ones.
 *
 * @param read - Reads one frame's payload. Default: the chat wire as it is.
 */
export function chatTranslator(
	call: Call,
	reader: ChatReader = createChatReader(call),
	read: (chunk: ChatChunk, emit: Emit) => void = reader.read,
): TurnTranslator {
	let terminal = false;
	return {
		turn: reader.turn,
		push(frame, emit) {
			terminal = frame.data.startsWith("[DONE]");
			const chunk: ChatChunk | undefined = terminal ? undefined : parseFrame(frame);
			if (chunk) read(frame.event === "error" && !chunk.error ? { error: chunk } : chunk, emit);
			return terminal;
		},
		end(emit) {
			if (!terminal && !reader.turn.rawFinishReason) throw new StreamInterruptedError("cut");
			closeToolCalls(reader.turn, emit);
		},
	};
}

import { StreamInterruptedError } from "@workkit/errors";
import type { SseFrame } from "@workkit/ai-stream";
import type { Call } from "../call.ts";
import type { TurnTranslator } from "../codec.ts";
import { parseJson } from "../read-body.ts";
import { closeToolCalls, type Emit } from "../turn.ts";
import { type ChatReader, createChatReader } from "./chat-reader.ts";
import type { ChatChunk } from "./chat-wire.ts";

/** The payload of a frame; a frame named `error` that does not hold one is made to. */
export function parseFrame(frame: SseFrame): ChatChunk {
	const value = Object(parseJson(frame.data)) as ChatChunk;
	return frame.event === "error" && !value.error ? { error: value } : value;
}

/**
 * Translates a stream of OpenAI's chat wire. It is complete with `[DONE]`, or with a finish reason and the end of the
 * body. Tool calls are emitted at the end, since vendors interleave parallel ones.
 *
 * @param read - Reads one frame's payload. Default: the chat wire as it is.
 */
export function chatTranslator(
	call: Call,
	read: (reader: ChatReader, chunk: ChatChunk, emit: Emit) => void = (reader, chunk, emit) => reader.read(chunk, emit),
): TurnTranslator {
	const reader = createChatReader(call);
	let terminal = false;
	return {
		turn: reader.turn,
		push(frame, emit) {
			const data = frame.data.trim();
			if (data === "[DONE]") {
				terminal = true;
				return true;
			}
			if (data !== "") read(reader, parseFrame(frame), emit);
			return false;
		},
		end(emit) {
			if (!terminal && !reader.finished()) throw new StreamInterruptedError("cut");
			closeToolCalls(reader.turn, emit);
		},
	};
}

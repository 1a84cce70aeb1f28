import { type Call, decodeChat, type Turn } from "@workkit/ai-core";
import { StreamInterruptedError } from "@workkit/errors";

/** Reads a whole chat answer. */
export function decode(body: unknown, call: Call): Turn {
	const turn = decodeChat(body, call);
	// An error body throws in `decodeChat`; what is neither error nor answer must not pass as an empty answer.
	if (!Object(body).choices) throw new StreamInterruptedError("malformed");
	return turn;
}

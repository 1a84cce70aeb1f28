import { type Call, closeToolCalls, inStreamError, type Turn } from "@workkit/ai-core";
import { createReader } from "./translate.ts";
import type { WireMessage } from "./wire.ts";

/** Reads a whole answer. Throws what it says instead, when it is an error in the body of a 200. */
export function decode(body: unknown, call: Call): Turn {
	const message = Object(body) as WireMessage;
	const content = message.content;
	// An error, or nothing that is known.
	if (!Array.isArray(content)) throw inStreamError(message, call);
	const { turn, read } = createReader(call);
	read({ message }, () => {});
	closeToolCalls(turn, () => {});
	const last = turn.toolCalls.at(-1);
	// What the length limit left of a call's input is no input, even where it parses.
	if (last && message.stop_reason === "max_tokens" && content.at(-1)?.type === "tool_use") {
		Object.assign(last, { arguments: {}, invalid: true, argumentsText: JSON.stringify(last.arguments) });
	}
	return turn;
}

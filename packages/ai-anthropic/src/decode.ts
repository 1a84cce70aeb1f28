import { type Call, createTurn, inStreamError, type Turn } from "@workkit/ai-core";
import { openBlock } from "./blocks.ts";
import { readUsage } from "./usage.ts";
import type { WireBlock, WireMessage } from "./wire.ts";

/** Reads a whole answer. Throws what it says instead, when it is an error in the body of a 200. */
export function decode(body: unknown, call: Call): Turn {
	const message = Object(body) as WireMessage;
	if (message.error) throw inStreamError(body, call);
	const turn = createTurn();
	turn.id = message.id;
	turn.servedModel = message.model;
	turn.rawFinishReason = message.stop_reason ?? null;
	turn.usage = readUsage(message.usage);
	const blocks = (message.content as WireBlock[]).map((block) => openBlock(turn, block, call, () => {}));
	for (const block of blocks) block.stop(() => {});
	return turn;
}

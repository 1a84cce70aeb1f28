import {
	addText,
	addToolInput,
	type Call,
	closeToolCalls,
	type Emit,
	openToolCall,
	type ReasoningPart,
	type Turn,
} from "@workkit/ai-core";
import type { WireBlock, WireEvent } from "./wire.ts";

/** Reads one content block: what streams in pieces, and what is there from its start. */
export interface BlockReader {
	delta(delta: NonNullable<WireEvent["delta"]>, emit: Emit): void;
	stop(emit: Emit): void;
}

/** Opens a block. Blocks of the vendor's own tools are neither text nor the caller's tool calls: they stay in `raw`, and have no reader. */
export function openBlock(turn: Turn, block: WireBlock, { provider }: Call, emit: Emit): BlockReader | undefined {
	const { type } = block;
	// A block after it shows that a call was complete.
	for (const call of turn.pending) if (call.closed) closeToolCalls(turn, emit, call);
	// A part of its own, and empty for a start: what is signed must go back unchanged.
	const part: ReasoningPart = { type: "reasoning", text: "", provider };
	if (type === "redacted_thinking") turn.parts.push({ ...part, signature: "", redactedData: block.data ?? "" });
	if (!["text", "thinking", "tool_use"].includes(type)) return undefined;
	if (type === "thinking") turn.parts.push(part);
	const call = type === "tool_use" && openToolCall(turn, block.id, block.name ?? "");
	let signed = "";
	const reader: BlockReader = {
		delta({ text, thinking, signature, partial_json: json }, next) {
			addText(turn, "text", text, next);
			addText(turn, "reasoning", thinking, next, { provider });
			signed += signature ?? "";
			if (call) addToolInput(call, json ?? "", next);
		},
		stop(next) {
			part.signature = signed;
			if (!call) return;
			// Usually `{}` while the pieces follow; some answers bring it whole.
			const whole = JSON.stringify(block.input ?? {});
			if (!call.argumentsText && whole !== "{}") addToolInput(call, whole, next);
			// Without any, it may yet turn out that the length limit cut it off.
			if (call.argumentsText) closeToolCalls(turn, next, call);
			else call.closed = true;
		},
	};
	reader.delta(block, emit);
	return reader;
}

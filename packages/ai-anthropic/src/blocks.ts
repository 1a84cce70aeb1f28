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

type Delta = NonNullable<WireEvent["delta"]>;

/** Reads one content block: what streams in pieces, and what is there from its start. */
export interface BlockReader {
	delta(delta: Delta, emit: Emit): void;
	stop(emit: Emit): void;
}

/** Opens a block. Blocks of the vendor's own tools are neither text nor the caller's tool calls: they stay in `raw`. */
export function openBlock(turn: Turn, block: WireBlock, { provider }: Call, emit: Emit): BlockReader {
	const { type, text = "", thinking = "", signature = "", data, input } = block;
	const reader: BlockReader = { delta() {}, stop() {} };
	// A block after it shows that a call was complete.
	for (const call of turn.pending.filter(({ closed }) => closed)) closeToolCalls(turn, emit, call);
	if (type === "text") {
		reader.delta = (delta, next) => addText(turn, "text", delta.text, next);
		addText(turn, "text", text, emit);
	} else if (type === "thinking") {
		// A part of its own, and empty for a start: what is signed must go back unchanged.
		const part: ReasoningPart = { type: "reasoning", text: "", provider };
		turn.parts.push(part);
		let signed = signature;
		reader.delta = (delta, next) => {
			addText(turn, "reasoning", delta.thinking, next, { provider });
			signed += delta.signature ?? "";
		};
		reader.stop = () => {
			part.signature = signed;
		};
		addText(turn, "reasoning", thinking, emit, { provider });
	} else if (type === "redacted_thinking") {
		turn.parts.push({ type: "reasoning", text: "", signature: "", redactedData: data ?? "", provider });
	} else if (type === "tool_use") {
		const call = openToolCall(turn, block.id, block.name ?? "");
		reader.delta = (delta, next) => addToolInput(call, delta.partial_json ?? "", next);
		reader.stop = (next) => {
			// Usually `{}` while the pieces follow; some answers bring it whole.
			const whole = JSON.stringify(input ?? {});
			if (!call.argumentsText && whole !== "{}") addToolInput(call, whole, next);
			// Without any, it may yet turn out that the length limit cut it off.
			if (call.argumentsText) closeToolCalls(turn, next, call);
			else call.closed = true;
		};
	}
	return reader;
}

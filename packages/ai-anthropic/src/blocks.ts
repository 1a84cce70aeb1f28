import {
	addText,
	addToolInput,
	closeToolCalls,
	type Emit,
	openToolCall,
	type Turn,
} from "@workkit/ai-core";
import type { WireBlock, WireEvent } from "./wire.ts";

type Delta = NonNullable<WireEvent["delta"]>;

/** Reads one content block: what streams in pieces, and what is there from its start. */
export interface BlockReader {
	delta(delta: Delta, emit: Emit): void;
	stop(emit: Emit): void;
}

const ignored: BlockReader = { delta() {}, stop() {} };

/** Opens a block. Blocks of the vendor's own tools are neither text nor the caller's tool calls: they stay in `raw`. */
export function openBlock(turn: Turn, block: WireBlock, emit: Emit): BlockReader {
	switch (block.type) {
		case "text":
			addText(turn, block.text ?? "", emit);
			return { ...ignored, delta: ({ text }, next) => addText(turn, text ?? "", next) };
		case "thinking": {
			const part = { type: "reasoning" as const, text: "", provider: turn.provider, signature: "" };
			turn.parts.push(part);
			const think = (text: string | undefined, next: Emit): void => {
				if (!text) return;
				part.text += text;
				next({ type: "reasoning", delta: text });
			};
			think(block.thinking, emit);
			part.signature = block.signature ?? "";
			return {
				...ignored,
				delta({ thinking, signature }, next) {
					think(thinking, next);
					part.signature += signature ?? "";
				},
			};
		}
		case "redacted_thinking":
			turn.parts.push({ type: "reasoning", text: "", redactedData: block.data ?? "", provider: turn.provider });
			return ignored;
		case "tool_use": {
			const call = openToolCall(turn, block.id, block.name ?? "");
			return {
				delta: ({ partial_json: json }, next) => addToolInput(call, json ?? "", next),
				stop(next) {
					// Usually `{}` while the pieces follow; some answers bring it whole.
					if (call.argumentsText === "" && block.input !== undefined) {
						const whole = typeof block.input === "string" ? block.input : JSON.stringify(block.input);
						if (whole !== "{}") addToolInput(call, whole, next);
					}
					closeToolCalls(turn, next, call);
				},
			};
		}
		default:
			return ignored;
	}
}

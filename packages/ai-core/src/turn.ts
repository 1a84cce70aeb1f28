import type { Call } from "./call.ts";
import { type FinishReason, finishReasonOf } from "./finish-reason.ts";
import type { ReasoningPart } from "./message.ts";
import type { RunOutput } from "./output.ts";
import type { AnyStreamEvent, DoneEvent } from "./stream-event.ts";
import type { GatewayToolCall } from "./tool.ts";
import { completeToolCall, type PendingToolCall } from "./tool-arguments.ts";
import type { TokenUsage } from "./usage.ts";

/** Text of one kind, as far as it came without another kind between. */
export interface TurnPart extends Partial<Omit<ReasoningPart, "type">> {
	type: "text" | "reasoning" | "refusal";
	text: string;
}

/** What a model says in one turn, as far as it was read. `decode` fills one at once, a translator piece by piece. */
export interface Turn {
	/** In the order of the wire. */
	readonly parts: TurnPart[];
	readonly toolCalls: GatewayToolCall[];
	/** Calls whose arguments are still being written. */
	pending: PendingToolCall[];
	usage?: TokenUsage | undefined;
	/** The vendor's word; `""` when the wire says an empty string, `null` when it says none. */
	rawFinishReason: string | null;
	/** Set where the wire has no word for it but the reader knows. */
	finishReason?: FinishReason;
	id?: string | null | undefined;
	servedModel?: string | null | undefined;
	readonly warnings: string[];
	/** The answer, or the last frame, as it came. */
	raw?: unknown;
}

/** Where a reader hands its events. */
export type Emit = (event: AnyStreamEvent) => void;

/** An empty turn. */
export function createTurn(): Turn {
	return { parts: [], toolCalls: [], pending: [], rawFinishReason: null, warnings: [] };
}

/**
 * Adds text of a kind to the turn and emits it. It joins the part before it, unless that one is signed.
 *
 * @param origin - What a reasoning part is to remember.
 * @param type - Text, reasoning or refusal.
 * @param delta - The new piece; nothing is added for what is no text.
 */
export function addText(
	turn: Turn,
	type: TurnPart["type"],
	delta: unknown,
	emit: Emit,
	origin?: Omit<ReasoningPart, "type" | "text">,
): void {
	if (!delta || typeof delta !== "string") return;
	const last = turn.parts.at(-1);
	if (last?.type === type && last.signature === undefined) last.text += delta;
	else turn.parts.push({ type, text: delta, ...origin });
	emit({ type, delta });
}

/**
 * Opens a tool call under an id that no other call of this turn has.
 *
 * @param id - The vendor's, if it has one.
 * @param name - The tool's.
 */
export function openToolCall(turn: Turn, id: string | null | undefined, name: string): PendingToolCall {
	const taken = [...turn.toolCalls, ...turn.pending].some((call) => call.id === String(id));
	const call = { id: id && !taken ? String(id) : crypto.randomUUID(), name, argumentsText: "" };
	turn.pending.push(call);
	return call;
}

/**
 * Adds to a call's arguments and emits the piece.
 *
 * @param delta - The new piece of JSON.
 */
export function addToolInput(call: PendingToolCall, delta: string, emit: Emit): void {
	if (!delta) return;
	call.argumentsText += delta;
	emit({ type: "tool_input", id: call.id, name: call.name, delta });
}

/** Ends one pending call, or all of them, and emits it. */
export function closeToolCalls(turn: Turn, emit: Emit, only?: PendingToolCall): void {
	const closing = only ? [only] : turn.pending;
	turn.pending = turn.pending.filter((call) => !closing.includes(call));
	for (const pending of closing) {
		// The length limit cuts off the last one.
		const cut = pending === closing.at(-1) && finishReasonOf(turn.rawFinishReason, false) === "length";
		const call = completeToolCall(pending, cut);
		turn.toolCalls.push(call);
		emit(toolUse(call));
	}
}

/** The event that tells a complete call. */
export function toolUse({ arguments: input, ...call }: GatewayToolCall): AnyStreamEvent {
	return { type: "tool_use", ...call, input };
}

/** The text of one kind in a list of parts. */
export function joinText(parts: readonly { readonly type: string; readonly text?: string }[], type: string): string {
	let text = "";
	for (const part of parts) if (part.type === type) text += part.text ?? "";
	return text;
}

/** The turn as the answer of `run`: complete, or as far as it came. */
export function outputOf(turn: Turn, call: Call): RunOutput {
	let text = "";
	let reasoning = "";
	let refusal = "";
	for (const part of turn.parts) {
		if (part.type === "text") text += part.text;
		else if (part.type === "reasoning") reasoning += part.text;
		else refusal += part.text;
	}
	const calls = [...turn.toolCalls, ...turn.pending.map((pending) => completeToolCall(pending, true))];
	const toolCalls = calls[0] && calls;
	const output: RunOutput = {
		text,
		raw: turn.raw,
		provider: call.provider,
		model: call.model,
		finishReason: turn.finishReason ?? finishReasonOf(turn.rawFinishReason, !!toolCalls),
		rawFinishReason: turn.rawFinishReason,
		message: {
			role: "assistant",
			// Parts only where there is more than text: every provider takes the string.
			content: turn.parts.some((part) => part.type === "reasoning")
				? (turn.parts.filter((part) => part.type !== "refusal") as ReasoningPart[])
				: text,
			...(toolCalls && { toolCalls }),
		},
		receipt: call.receipt,
	};
	if (turn.usage) output.usage = turn.usage;
	if (toolCalls) output.toolCalls = toolCalls;
	if (reasoning) output.reasoning = reasoning;
	if (refusal) output.refusal = refusal;
	if (turn.id) output.id = turn.id;
	if (turn.servedModel) output.servedModel = turn.servedModel;
	if (turn.warnings[0]) output.warnings = [...new Set(turn.warnings)];
	return output;
}

/** The turn as the event that closes a stream: what `run` would answer, without what the events before it said. */
export function doneOf(turn: Turn, call: Call): DoneEvent {
	const { text, toolCalls, reasoning, refusal, provider, model, ...done } = outputOf(turn, call);
	return { type: "done", ...done };
}

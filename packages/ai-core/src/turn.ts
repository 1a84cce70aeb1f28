import type { Call } from "./call.ts";
import { type Compact, compact } from "./compact.ts";
import { type FinishReason, finishReasonOf } from "./finish-reason.ts";
import type { ChatMessage, ReasoningPart, TextPart } from "./message.ts";
import type { RunOutput } from "./output.ts";
import type { AnyStreamEvent, DoneEvent } from "./stream-event.ts";
import type { GatewayToolCall } from "./tool.ts";
import { completeToolCall, type PendingToolCall } from "./tool-arguments.ts";
import type { TokenUsage } from "./usage.ts";

/** What a model says in one turn, as far as it was read. `decode` fills one at once, a translator piece by piece. */
export interface Turn {
	/** Text and reasoning in the order of the wire. */
	readonly parts: (TextPart | ReasoningPart)[];
	readonly toolCalls: GatewayToolCall[];
	/** Calls whose arguments are still being written. */
	pending: PendingToolCall[];
	refusal?: string;
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

/** Adds text to the turn and emits it. */
export function addText(turn: Turn, delta: string, emit: Emit): void {
	if (!delta) return;
	const last = turn.parts[turn.parts.length - 1];
	if (last?.type === "text") last.text += delta;
	else turn.parts.push({ type: "text", text: delta });
	emit({ type: "text", delta });
}

/** Adds reasoning to the turn and emits it. It joins the part before it, unless that one is signed. */
export function addReasoning(turn: Turn, delta: string, emit: Emit, origin: Omit<ReasoningPart, "type" | "text">): void {
	if (!delta) return;
	const last = turn.parts[turn.parts.length - 1];
	if (last?.type === "reasoning" && last.signature === undefined) last.text += delta;
	else turn.parts.push({ type: "reasoning", text: delta, ...origin });
	emit({ type: "reasoning", delta });
}

/** Adds refusal text to the turn and emits it. */
export function addRefusal(turn: Turn, delta: string, emit: Emit): void {
	if (!delta) return;
	turn.refusal = (turn.refusal ?? "") + delta;
	emit({ type: "refusal", delta });
}

/** Opens a tool call under an id that no other call of this turn has. */
export function openToolCall(turn: Turn, id: string | null | undefined, name: string): PendingToolCall {
	const taken = [...turn.toolCalls, ...turn.pending].some((call) => call.id === id);
	const call = { id: id && !taken ? id : crypto.randomUUID(), name, argumentsText: "" };
	turn.pending.push(call);
	return call;
}

/** Adds to a call's arguments and emits the piece. */
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
		const call = completeToolCall(pending);
		turn.toolCalls.push(call);
		emit(toolUse(call));
	}
}

/** The event that tells a complete call. */
export function toolUse({ arguments: input, ...call }: GatewayToolCall): AnyStreamEvent {
	return { type: "tool_use", ...call, input };
}

function joined(turn: Turn, type: "text" | "reasoning"): string {
	return turn.parts.map((part) => (part.type === type ? part.text : "")).join("");
}

function filled<T>(list: T[]): T[] | undefined {
	return list.length > 0 ? list : undefined;
}

/** What `run` and `done` say alike. */
function facts(turn: Turn, { receipt }: Call): Omit<DoneEvent, "type"> & Pick<RunOutput, "finishReason" | "rawFinishReason" | "message" | "receipt"> {
	const { parts, toolCalls, rawFinishReason, usage, id, servedModel, warnings } = turn;
	const content = parts.some((part) => part.type === "reasoning") ? parts : joined(turn, "text");
	const message: ChatMessage = { role: "assistant", content, ...compact({ toolCalls: filled(toolCalls) }) };
	return {
		...compact({ usage, id: id || null, servedModel: servedModel || null, warnings: filled(warnings) }),
		finishReason: turn.finishReason ?? finishReasonOf(rawFinishReason, toolCalls.length > 0),
		rawFinishReason,
		message,
		receipt,
	};
}

/** The turn as the answer of `run`. */
export function outputOf(turn: Turn, call: Call): RunOutput {
	return {
		text: joined(turn, "text"),
		raw: turn.raw,
		provider: call.provider,
		model: call.model,
		...facts(turn, call),
		...compact({
			toolCalls: filled(turn.toolCalls),
			reasoning: joined(turn, "reasoning") || null,
			refusal: turn.refusal,
		}),
	};
}

/** The turn as the event that closes a stream. */
export function doneOf(turn: Turn, call: Call): DoneEvent {
	return { type: "done", raw: turn.raw, ...facts(turn, call) };
}

/** What a failed stream had received so far. */
export type PartialTurn = Compact<{
	text: string;
	toolCalls: GatewayToolCall[];
	reasoning: string | null;
	usage: TokenUsage | undefined;
}>;

/** What was received before a failure; calls that were still being written are included as far as they came. */
export function partialOf(turn: Turn): PartialTurn {
	return compact({
		text: joined(turn, "text"),
		toolCalls: [...turn.toolCalls, ...turn.pending.map(completeToolCall)],
		reasoning: joined(turn, "reasoning") || null,
		usage: turn.usage,
	});
}

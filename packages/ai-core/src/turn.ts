import type { Call } from "./call.ts";
import { type FinishReason, finishReasonOf } from "./finish-reason.ts";
import type { ChatMessage, ReasoningPart, TextPart } from "./message.ts";
import type { RunOutput } from "./output.ts";
import type { AnyStreamEvent, DoneEvent } from "./stream-event.ts";
import type { GatewayToolCall } from "./tool.ts";
import { completeToolCall, type PendingToolCall } from "./tool-arguments.ts";
import type { TokenUsage } from "./usage.ts";

/** What a model says in one turn, as far as it was read. `decode` fills one at once, a translator piece by piece. */
export interface Turn {
	/** Key of the provider, for its reasoning parts. */
	readonly provider: string;
	/** Text and reasoning in the order of the wire. */
	readonly parts: (TextPart | ReasoningPart)[];
	readonly toolCalls: GatewayToolCall[];
	/** Calls whose arguments are still being written. */
	pending: PendingToolCall[];
	refusal: string;
	usage: TokenUsage | undefined;
	/** The vendor's word; `""` when the wire says an empty string, `null` when it says none. */
	rawFinishReason: string | null;
	/** Set where the wire has no word for it but the reader knows. */
	finishReason?: FinishReason;
	id: string | undefined;
	servedModel: string | undefined;
	warnings: string[];
	/** The answer, or the last frame, as it came. */
	raw: unknown;
}

/** Where a reader hands its events. */
export type Emit = (event: AnyStreamEvent) => void;

/** An empty turn of the call's provider. */
export function createTurn(call: Call): Turn {
	return {
		provider: call.provider,
		parts: [],
		toolCalls: [],
		pending: [],
		refusal: "",
		usage: undefined,
		rawFinishReason: null,
		id: undefined,
		servedModel: undefined,
		warnings: [],
		raw: undefined,
	};
}

/** Adds text to the turn and emits it. */
export function addText(turn: Turn, delta: string, emit: Emit): void {
	if (delta === "") return;
	const last = turn.parts[turn.parts.length - 1];
	if (last?.type === "text") last.text += delta;
	else turn.parts.push({ type: "text", text: delta });
	emit({ type: "text", delta });
}

/** Adds reasoning to the turn and emits it. */
export function addReasoning(turn: Turn, delta: string, emit: Emit, field?: string): void {
	if (delta === "") return;
	const last = turn.parts[turn.parts.length - 1];
	if (last?.type === "reasoning" && last.signature === undefined && last.redactedData === undefined) last.text += delta;
	else turn.parts.push({ type: "reasoning", text: delta, provider: turn.provider, ...(field && { field }) });
	emit({ type: "reasoning", delta });
}

/** Adds refusal text to the turn and emits it. */
export function addRefusal(turn: Turn, delta: string, emit: Emit): void {
	if (delta === "") return;
	turn.refusal += delta;
	emit({ type: "refusal", delta });
}

/** Opens a tool call under an id that no other call of this turn has. */
export function openToolCall(turn: Turn, id: string | null | undefined, name: string): PendingToolCall {
	const taken = (call: { id: string }): boolean => call.id === id;
	const unique = id && !turn.toolCalls.some(taken) && !turn.pending.some(taken);
	const call = { id: unique ? id : `call_${crypto.randomUUID().replaceAll("-", "").slice(0, 24)}`, name, argumentsText: "" };
	turn.pending.push(call);
	return call;
}

/** Adds to a call's arguments and emits the piece. */
export function addToolInput(call: PendingToolCall, delta: string, emit: Emit): void {
	if (delta === "") return;
	call.argumentsText += delta;
	emit({ type: "tool_input", id: call.id, name: call.name, delta });
}

/** Ends one pending call, or all of them, and emits it. */
export function closeToolCalls(turn: Turn, emit: Emit, only?: PendingToolCall): void {
	const closing = only ? [only] : turn.pending;
	turn.pending = only ? turn.pending.filter((call) => call !== only) : [];
	for (const pending of closing) {
		const { arguments: input, ...call } = completeToolCall(pending);
		turn.toolCalls.push({ ...call, arguments: input });
		emit({ type: "tool_use", ...call, input });
	}
}

function textOf(turn: Turn, type: "text" | "reasoning"): string {
	return turn.parts.reduce((text, part) => (part.type === type ? text + part.text : text), "");
}

function messageOf(turn: Turn): ChatMessage {
	const reasoned = turn.parts.some((part) => part.type === "reasoning");
	return {
		role: "assistant",
		content: reasoned ? turn.parts : textOf(turn, "text"),
		...(turn.toolCalls.length > 0 && { toolCalls: turn.toolCalls }),
	};
}

type Facts = Omit<DoneEvent, "type"> & Pick<RunOutput, "raw" | "finishReason" | "rawFinishReason" | "message" | "receipt">;

/** What `run` and `done` say alike. */
function facts(turn: Turn, call: Call): Facts {
	return {
		raw: turn.raw,
		finishReason: turn.finishReason ?? finishReasonOf(turn.rawFinishReason, turn.toolCalls.length > 0),
		rawFinishReason: turn.rawFinishReason,
		message: messageOf(turn),
		receipt: call.receipt,
		...(turn.usage && { usage: turn.usage }),
		...(turn.id && { id: turn.id }),
		...(turn.servedModel && { servedModel: turn.servedModel }),
		...(turn.warnings.length > 0 && { warnings: turn.warnings }),
	};
}

/** The turn as the answer of `run`. */
export function outputOf(turn: Turn, call: Call): RunOutput {
	const reasoning = textOf(turn, "reasoning");
	return {
		text: textOf(turn, "text"),
		provider: call.provider,
		model: call.model,
		...facts(turn, call),
		...(turn.toolCalls.length > 0 && { toolCalls: turn.toolCalls }),
		...(reasoning && { reasoning }),
		...(turn.refusal && { refusal: turn.refusal }),
	};
}

/** The turn as the event that closes a stream. */
export function doneOf(turn: Turn, call: Call): DoneEvent {
	return { type: "done", ...facts(turn, call) };
}

/** What a failed stream had received so far. */
export interface PartialTurn {
	text: string;
	toolCalls: GatewayToolCall[];
	reasoning?: string;
	usage?: TokenUsage;
}

/** What was received before a failure; calls that were still being written are included as far as they came. */
export function partialOf(turn: Turn): PartialTurn {
	const reasoning = textOf(turn, "reasoning");
	return {
		text: textOf(turn, "text"),
		toolCalls: [...turn.toolCalls, ...turn.pending.map(completeToolCall)],
		...(reasoning && { reasoning }),
		...(turn.usage && { usage: turn.usage }),
	};
}

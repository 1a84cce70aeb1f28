import type { Call } from "../call.ts";
import {
	addReasoning,
	addRefusal,
	addText,
	addToolInput,
	closeToolCalls,
	createTurn,
	type Emit,
	openToolCall,
	type Turn,
} from "../turn.ts";
import type { PendingToolCall } from "../tool-arguments.ts";
import { vendorError } from "../vendor-error.ts";
import { readFault } from "../vendor-fault.ts";
import { latestUsage, readChatUsage } from "./chat-usage.ts";
import type { ChatChunk, ChatDelta, ChatToolCall } from "./chat-wire.ts";

/** Reads the chunks of one answer into a turn; a whole answer is one chunk. */
export interface ChatReader {
	readonly turn: Turn;
	/** Throws what an error chunk says, after what else the chunk holds was emitted. */
	read(chunk: ChatChunk, emit: Emit): void;
	/** Adds content in any form: text, a number, a list of parts, an object as its JSON. */
	readContent(content: unknown, emit: Emit): void;
	/** Adds a tool call, or a piece of one. */
	readToolCall(call: ChatToolCall, emit: Emit): void;
	/** Whether a finish reason was seen. */
	finished(): boolean;
}

/** A reader of OpenAI's chat wire and its dialects, for streams and whole answers alike. */
export function createChatReader(call: Call): ChatReader {
	const turn = createTurn(call);
	const open: { index: number | null | undefined; wireId: string | null | undefined; call: PendingToolCall }[] = [];

	function readContent(content: unknown, emit: Emit): void {
		if (typeof content === "string") addText(turn, content, emit);
		else if (Array.isArray(content)) for (const part of content) readPart(part, emit);
		else if (content != null) addText(turn, typeof content === "object" ? JSON.stringify(content) : String(content), emit);
	}

	/** A part of content that is a list, as Mistral writes it. */
	function readPart(part: { type?: string; text?: unknown; thinking?: unknown; refusal?: unknown }, emit: Emit): void {
		if (part.type === "thinking") {
			const pieces = Array.isArray(part.thinking) ? part.thinking : [{ text: part.thinking }];
			for (const { text } of pieces) if (typeof text === "string") addReasoning(turn, text, emit);
		} else if (part.type === "refusal") addRefusal(turn, String(part.refusal), emit);
		else if (typeof part.text === "string") addText(turn, part.text, emit);
	}

	/**
	 * The open call that a piece belongs to: by its index, unless a second call with an id and a name of its own comes under
	 * the same index (Cerebras); without an index by its id, or the last one when it only goes on.
	 */
	function find({ index, id }: ChatToolCall, name: string): PendingToolCall | undefined {
		const match =
			index == null
				? open.find((entry) => id && entry.wireId === id) ?? (name ? undefined : open[open.length - 1])
				: open.filter((entry) => entry.index === index).pop();
		return match && index != null && id && name && match.wireId !== id ? undefined : match?.call;
	}

	function readToolCall(piece: ChatToolCall, emit: Emit): void {
		const name = piece.function?.name ?? piece.name ?? "";
		const input = piece.function?.arguments ?? piece.arguments ?? "";
		let pending = find(piece, name);
		if (!pending) {
			// Workers AI closes a call with a piece that has neither name nor id.
			if (!name && !piece.id) return;
			pending = openToolCall(turn, piece.id, name);
			open.push({ index: piece.index, wireId: piece.id, call: pending });
		}
		pending.name ||= name;
		addToolInput(pending, typeof input === "string" ? input : JSON.stringify(input), emit);
	}

	function readDelta(delta: ChatDelta, emit: Emit): void {
		const field = delta.reasoning_content == null ? "reasoning" : "reasoning_content";
		const reasoning = delta[field];
		if (typeof reasoning === "string") addReasoning(turn, reasoning, emit, field);
		if (delta.content != null) readContent(delta.content, emit);
		if (delta.refusal) addRefusal(turn, delta.refusal, emit);
		if (delta.tool_calls) for (const piece of delta.tool_calls) readToolCall(piece, emit);
	}

	return {
		turn,
		readContent,
		readToolCall,
		finished: () => Boolean(turn.rawFinishReason),
		read(chunk, emit) {
			turn.raw = chunk;
			turn.id ||= chunk.id ?? undefined;
			turn.servedModel ||= chunk.model ?? undefined;
			const choice = chunk.choices?.find(({ index }) => !index);
			if (choice) {
				const delta = choice.delta ?? choice.message;
				if (delta) readDelta(delta, emit);
				if (choice.finish_reason != null) turn.rawFinishReason = choice.finish_reason || (turn.rawFinishReason ?? "");
			}
			const usage = chunk.usage ?? chunk.x_groq?.usage ?? choice?.usage;
			if (usage) turn.usage = latestUsage(turn.usage, readChatUsage(usage));
			if (chunk.error) {
				const status = call.receipt.attempts[call.receipt.attempts.length - 1]?.status;
				throw vendorError(readFault(chunk), { call, status, inStream: true });
			}
		},
	};
}

/** Reads a whole answer. Throws what it says instead, when it is an error in the body of a 200. */
export function decodeChat(body: unknown, call: Call): Turn {
	const { turn, read } = createChatReader(call);
	// Whatever came over the wire: every field is checked where it is read.
	read(Object(body) as ChatChunk, () => {});
	closeToolCalls(turn, () => {});
	return turn;
}

import type { Call } from "../call.ts";
import type { PendingToolCall } from "../tool-arguments.ts";
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
import { inStreamError } from "../vendor-error.ts";
import { readChatUsage } from "./chat-usage.ts";
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
}

const asText = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** A reader of OpenAI's chat wire and its dialects, for streams and whole answers alike. */
export function createChatReader(call: Call): ChatReader {
	const turn = createTurn();
	const open: { index: number | null | undefined; id: string | null | undefined; call: PendingToolCall }[] = [];
	const { provider } = call;

	function readContent(content: unknown, emit: Emit): void {
		if (Array.isArray(content)) for (const part of content) readPart(part, emit);
		else if (content != null) addText(turn, asText(content), emit);
	}

	/** A part of content that is a list, as Mistral writes it. */
	function readPart(part: { type?: string; text?: unknown; thinking?: unknown; refusal?: unknown }, emit: Emit): void {
		if (part.type === "thinking") {
			const pieces = Array.isArray(part.thinking) ? part.thinking : [{ text: part.thinking }];
			for (const { text } of pieces) if (text) addReasoning(turn, asText(text), emit, { provider });
		} else if (part.text) addText(turn, asText(part.text), emit);
		else if (part.refusal) addRefusal(turn, asText(part.refusal), emit);
	}

	/**
	 * Pieces of a call share its index, unless a second call with an id and a name of its own comes under the same one
	 * (Cerebras). Without an index they share the id, and a piece that names nothing belongs to the last call.
	 */
	function readToolCall(piece: ChatToolCall, emit: Emit): void {
		const { index, id } = piece;
		const name = piece.function?.name ?? piece.name ?? "";
		const input = piece.function?.arguments ?? piece.arguments ?? "";
		let match = [...open].reverse().find((entry) =>
			index == null ? (id ? entry.id === id : !name) : entry.index === index && !(id && name && entry.id !== id),
		);
		// Workers AI closes its calls with a piece that has neither name nor id.
		if (!match && (name || id)) open.push((match = { index, id, call: openToolCall(turn, id, name) }));
		if (!match) return;
		match.call.name ||= name;
		addToolInput(match.call, asText(input), emit);
	}

	function readDelta(delta: ChatDelta, emit: Emit): void {
		const field = delta.reasoning_content == null ? "reasoning" : "reasoning_content";
		const reasoning = delta[field];
		if (typeof reasoning === "string") addReasoning(turn, reasoning, emit, { provider, field });
		readContent(delta.content, emit);
		if (delta.refusal) addRefusal(turn, delta.refusal, emit);
		for (const piece of delta.tool_calls ?? []) readToolCall(piece, emit);
	}

	return {
		turn,
		readContent,
		readToolCall,
		read(chunk, emit) {
			turn.raw = chunk;
			turn.id ||= chunk.id;
			turn.servedModel ||= chunk.model;
			const choice = chunk.choices?.find(({ index }) => !index);
			readDelta(choice?.delta ?? choice?.message ?? {}, emit);
			turn.rawFinishReason = choice?.finish_reason || (turn.rawFinishReason ?? choice?.finish_reason ?? null);
			const wire = chunk.usage ?? chunk.x_groq?.usage ?? choice?.usage;
			const usage = wire && readChatUsage(wire);
			// The last count is the answer's, never a sum; vendors send a last frame of zeros after the real one.
			if (usage && (!turn.usage || usage.inputTokens + usage.outputTokens > 0)) turn.usage = usage;
			if (chunk.error) throw inStreamError(chunk, call);
		},
	};
}

/** Reads a whole answer. Throws what it says instead, when it is an error in the body of a 200. */
export function decodeChat(body: unknown, call: Call): Turn {
	const { turn, read } = createChatReader(call);
	// Whatever came over the wire: every field is checked where it is read.
	const answer = Object(body) as ChatChunk;
	// Perplexity sends an empty delta beside the message.
	const choices = Array.isArray(answer.choices) && answer.choices.map((choice) => ({ ...choice, delta: choice.message }));
	read({ ...answer, ...(choices && { choices }) } as ChatChunk, () => {});
	closeToolCalls(turn, () => {});
	return turn;
}

import type { Call } from "../call.ts";
import type { PendingToolCall } from "../tool-arguments.ts";
import { addText, addToolInput, closeToolCalls, createTurn, type Emit, openToolCall, type Turn } from "../turn.ts";
import { inStreamError } from "../vendor-error.ts";
import { readChatUsage } from "./chat-usage.ts";
import type { ChatChunk, ChatToolCall } from "./chat-wire.ts";

/** Reads the chunks of one answer into a turn; a whole answer is one chunk. */
export interface ChatReader {
	readonly turn: Turn;
	/** Throws what an error chunk says, after what else the chunk holds was emitted. */
	read(chunk: ChatChunk, emit: Emit): void;
	/** Adds content in any form: text, a number, a list of parts, an object as its JSON. */
	readContent(content: unknown, emit: Emit): void;
	/** Adds tool calls, or pieces of them. */
	readToolCalls(calls: readonly ChatToolCall[] | null | undefined, emit: Emit): void;
}

const asText = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** What a reader of the chat wire is to know. */
export interface ChatReaderOptions {
	/** The answer comes as one chunk. Every tool call is one of its own then, whatever its id. */
	readonly whole?: boolean;
	/** Statuses of the vendor's own error codes. */
	readonly statusOf?: (code: unknown) => number | undefined;
}

/** A reader of OpenAI's chat wire and its dialects, for streams and whole answers alike. */
export function createChatReader(call: Call, { whole, statusOf }: ChatReaderOptions = {}): ChatReader {
	const turn = createTurn();
	const open: { index: ChatToolCall["index"]; id: ChatToolCall["id"]; call: PendingToolCall }[] = [];

	function readContent(content: unknown, emit: Emit): void {
		if (Array.isArray(content)) {
			// A list comes from Mistral; its parts nest.
			for (const { text, refusal, thinking } of content) {
				readContent(text, emit);
				addText(turn, "refusal", refusal, emit);
				for (const piece of [thinking].flat())
					addText(turn, "reasoning", Object(piece).text ?? piece, emit, { provider: call.provider });
			}
		} else if (content != null) addText(turn, "text", asText(content), emit);
	}

	/**
	 * Pieces of a call share its index, unless a second call with an id and a name of its own comes under the same one
	 * (Cerebras). Without an index they share the id, and a piece that names nothing belongs to the last call.
	 */
	function readToolCall({ index, id, function: nested, ...flat }: ChatToolCall, emit: Emit): void {
		const name = nested?.name ?? flat.name ?? "";
		let found = open.find((known) =>
			index == null ? (id ? known.id === id : !name) : known.index === index && !(id && name && known.id !== id),
		);
		if (!found) {
			// Workers AI closes its calls with a piece that has neither name nor id.
			if (!name && !id) return;
			found = { index, id, call: openToolCall(turn, id, name) };
			// The latest first.
			open.unshift(found);
		}
		found.call.name ||= name;
		addToolInput(found.call, asText(nested?.arguments ?? flat.arguments ?? ""), emit);
	}

	function readToolCalls(calls: readonly ChatToolCall[] | null | undefined, emit: Emit): void {
		let index = 0;
		for (const piece of calls ?? []) readToolCall(whole ? { ...piece, index: index++ } : piece, emit);
	}

	return {
		turn,
		readContent,
		readToolCalls,
		read(chunk, emit) {
			const choice = chunk.choices?.find((choice) => !choice.index) ?? {};
			// Perplexity sends both: in streams the message so far beside the delta, in whole answers an empty delta.
			const delta = (whole ? (choice.message ?? choice.delta) : (choice.delta ?? choice.message)) ?? {};
			const field = delta.reasoning_content == null ? "reasoning" : "reasoning_content";
			const finish = choice.finish_reason;
			turn.raw = chunk;
			turn.id ||= chunk.id;
			turn.servedModel ||= chunk.model;
			addText(turn, "reasoning", delta[field], emit, { provider: call.provider, field });
			readContent(delta.content, emit);
			addText(turn, "refusal", delta.refusal, emit);
			readToolCalls(delta.tool_calls, emit);
			turn.rawFinishReason = finish || (turn.rawFinishReason ?? finish ?? null);
			const usage = readChatUsage(Object(chunk.usage ?? chunk.x_groq?.usage ?? choice.usage));
			// The last count is the answer's, never a sum; vendors send a last frame of zeros after the real one.
			if (usage && (!turn.usage || usage.inputTokens + usage.outputTokens)) turn.usage = usage;
			if (chunk.error) throw inStreamError(chunk, call, statusOf);
		},
	};
}

/** Reads a whole answer. Throws what it says instead, when it is an error in the body of a 200. */
export function decodeChat(body: unknown, call: Call): Turn {
	const { turn, read } = createChatReader(call, { whole: true });
	// Whatever came over the wire: every field is checked where it is read.
	read(Object(body) as ChatChunk, () => {});
	closeToolCalls(turn, () => {});
	return turn;
}

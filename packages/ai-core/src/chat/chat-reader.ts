import type { Call } from "../call.ts";
import type { PendingToolCall } from "../tool-arguments.ts";
import { addText, addToolInput, closeToolCalls, createTurn, type Emit, openToolCall, type Turn } from "../turn.ts";
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
	/** Adds tool calls, or pieces of them. */
	readToolCalls(calls: readonly ChatToolCall[] | null | undefined, emit: Emit): void;
}

const asText = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** What a reader of the chat wire is to know. */
export interface ChatReaderOptions {
	/** The answer comes as one chunk. Every tool call is one of its own then, whatever its id. */
	readonly whole?: boolean;
	/** HTTP statuses of the vendor's own error codes. */
	readonly statusOf?: (code: unknown) => number | undefined;
}

/**
 * A reader of OpenAI's chat wire and its dialects, for streams and whole answers alike.
 * Throws, from `read`, what a chunk says of a failure.
 */
export function createChatReader(call: Call, { whole, statusOf }: ChatReaderOptions = {}): ChatReader {
	const turn = createTurn();
	const open: (PendingToolCall & { index: ChatToolCall["index"] })[] = [];

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
	 * Pieces of a call share its index or its id. A name with another id makes a second call under the same index, and so
	 * does a name without both. Without both, pieces belong to the last calls, in order (Moonshot).
	 *
	 * @param at - Its place in its frame, counted from the end: -1 is the last.
	 */
	function readToolCall({ index, id, function: nested, ...flat }: ChatToolCall, at: number, emit: Emit): void {
		const said = nested ?? flat;
		const name = said.name ?? "";
		const found = open.findLast((known) =>
			known.id === id
				? index == null || !name || known.index === index
				: index != null && known.index === index && !(id && name),
		);
		const start = (): number => open.push(Object.assign(openToolCall(turn, id, name), { index })) - 1;
		const call = found ?? (name || id ? open[start()] : open.at(at));
		// Workers AI closes its calls with a piece that has neither name nor id.
		if (!call) return;
		call.name ||= name;
		addToolInput(call, asText(said.arguments ?? ""), emit);
	}

	function readToolCalls(calls: readonly ChatToolCall[] | null | undefined, emit: Emit): void {
		calls?.forEach((piece, at) => {
			readToolCall(whole ? { ...piece, index: open.length } : piece, at - calls.length, emit);
		});
	}

	return {
		turn,
		readContent,
		readToolCalls,
		read(chunk, emit) {
			turn.raw = chunk;
			turn.id ||= chunk.id;
			turn.servedModel ||= chunk.model;
			let counts = chunk.usage ?? chunk.x_groq?.usage;
			// Copilot splits an answer into choices that have no index.
			for (const choice of chunk.choices ?? []) {
				if (choice.index) continue;
				// Perplexity sends both: in streams the message so far beside the delta, in whole answers an empty delta.
				const delta: ChatDelta = Object(whole ? (choice.message ?? choice.delta) : (choice.delta ?? choice.message));
				const field = delta.reasoning_content ? "reasoning_content" : "reasoning";
				addText(turn, "reasoning", delta[field], emit, { provider: call.provider, field });
				readContent(delta.content, emit);
				addText(turn, "refusal", delta.refusal, emit);
				readToolCalls(delta.tool_calls, emit);
				turn.rawFinishReason = (choice.finish_reason || turn.rawFinishReason) ?? choice.finish_reason ?? null;
				counts ??= choice.usage;
			}
			const usage = counts && readChatUsage(counts);
			// The last count is the answer's, never a sum; vendors send a last frame of zeros after the real one.
			if (usage && (!turn.usage || usage.inputTokens + usage.outputTokens)) turn.usage = usage;
			if (chunk.error) throw inStreamError(chunk, call, statusOf);
		},
	};
}

/**
 * Reads a whole answer. Throws what it says instead, when it is an error in the body of a 200, or that it is none.
 *
 * @param body - The answer, parsed.
 */
export function decodeChat(body: unknown, call: Call): Turn {
	// Whatever came over the wire: every field is checked where it is read.
	const chunk = Object(body) as ChatChunk;
	if (!chunk.choices) throw inStreamError(chunk, call);
	const { turn, read } = createChatReader(call, { whole: true });
	read(chunk, () => {});
	closeToolCalls(turn, () => {});
	return turn;
}

import { type Call, type Message, ownReasoning, readMedia } from "@workkit/ai-core";
import { ValidationError } from "@workkit/errors";

type Block = Record<string, unknown>;
type Part = Exclude<Message["content"], string>[number];

/** The vendor accepts letters, digits, `_` and `-` only; ids of other vendors are mapped, the same way every time. */
const toolId = (id: string | undefined): string => (id ?? "").replace(/[^\w-]/g, "_");

function source(media: ReturnType<typeof readMedia>): Block {
	return "url" in media
		? { type: "url", url: media.url }
		: { type: "base64", media_type: media.mediaType, data: media.base64 };
}

function encodePart(part: Exclude<Part, { type: "reasoning" }>): Block {
	switch (part.type) {
		case "text":
			return { type: "text", text: part.text };
		case "image":
			return { type: "image", source: source(readMedia(part.image, part.mediaType)) };
		case "file":
			return {
				type: "document",
				source: source(readMedia(part.data, part.mediaType)),
				...(part.name && { title: part.name }),
			};
		default:
			throw new ValidationError(`Unknown content part "${(part as { type: unknown }).type}".`);
	}
}

function encodeContent(message: Message, own: readonly Part[]): Block[] {
	const { content } = message;
	const parts: readonly Part[] = typeof content === "string" ? [{ type: "text", text: content }] : content;
	return parts.flatMap((part): Block[] => {
		// An empty text block is a 400.
		if (part.type === "text" && part.text === "") return [];
		if (part.type !== "reasoning") return [encodePart(part)];
		if (!own.includes(part)) return [];
		if (part.redactedData !== undefined) return [{ type: "redacted_thinking", data: part.redactedData }];
		return part.signature ? [{ type: "thinking", thinking: part.text, signature: part.signature }] : [];
	});
}

function encodeBlocks(message: Message, call: Call, warnings: string[]): Block[] {
	const content = encodeContent(message, ownReasoning(message, call, warnings));
	const blocks =
		message.role === "tool"
			? [{ type: "tool_result", tool_use_id: toolId(message.toolCallId), ...(content.length > 0 && { content }) }]
			: [
					...content,
					...message.toolCalls.map(({ id, name, arguments: input }) => ({ type: "tool_use", id: toolId(id), name, input })),
				];
	if (!message.cacheControl || blocks.length === 0) return blocks;
	const last = blocks.length - 1;
	return blocks.map((block, at) => (at === last ? { ...block, cache_control: { type: message.cacheControl } } : block));
}

/**
 * Splits a conversation into the vendor's `system` and `messages`. Neighbours that end up in the same role are joined, so
 * that all results of parallel tool calls stand first in one user message, as the vendor demands.
 */
export function encodeMessages(
	messages: readonly Message[],
	call: Call,
	warnings: string[],
): { system?: Block[]; messages: { role: string; content: Block[] }[] } {
	const system: Block[] = [];
	const turns: { role: string; content: Block[] }[] = [];
	for (const message of messages) {
		const blocks = encodeBlocks(message, call, warnings);
		if (message.role === "system") {
			system.push(...blocks);
			continue;
		}
		if (blocks.length === 0) continue;
		const role = message.role === "assistant" ? "assistant" : "user";
		const last = turns[turns.length - 1];
		if (last?.role === role) last.content.push(...blocks);
		else turns.push({ role, content: blocks });
	}
	if (turns.length === 0) throw new ValidationError("The messages hold nothing to answer: add a user message with content.");
	return { ...(system.length > 0 && { system }), messages: turns };
}

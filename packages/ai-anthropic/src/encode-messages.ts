import { type Call, type ContentPart, type Message, ownParts, readMedia } from "@workkit/ai-core";
import { ValidationError } from "@workkit/errors";

type Block = Record<string, unknown>;

/** The vendor accepts letters, digits, `_` and `-` only; ids of other vendors are mapped, the same way every time. */
const toolId = (id: string | undefined): string | undefined => id?.replace(/[^\w-]/g, "_");

/** A part as a block; parts that are the vendor's own stay as they are. What the vendor would refuse for being empty is none. */
function encodePart(part: ContentPart): Block | "" | undefined {
	switch (part.type) {
		case "text":
			return part.text.trim() ? { type: "text", text: part.text } : "";
		case "reasoning":
			if (part.redactedData) return { type: "redacted_thinking", data: part.redactedData };
			return part.signature && { type: "thinking", thinking: part.text, signature: part.signature };
		case "image":
		case "image_url":
		case "file": {
			const media = readMedia(part);
			const source =
				"url" in media
					? { type: "url", ...media }
					: { type: "base64", media_type: media.mediaType, data: media.base64 };
			return part.type === "file" ? { type: "document", source, title: part.name } : { type: "image", source };
		}
		default:
			return part;
	}
}

function encodeBlocks(message: Message, call: Call, warnings: string[]): Block[] {
	const content = ownParts(message, call, warnings)
		.map(encodePart)
		.filter((block) => !!block);
	const blocks: Block[] =
		message.role === "tool"
			? [{ type: "tool_result", tool_use_id: toolId(message.toolCallId), content }]
			: [
					...content,
					...message.toolCalls.map(({ id, name, arguments: input }) => ({
						type: "tool_use",
						id: toolId(id),
						name,
						input,
					})),
				];
	// A copy: a block may be the caller's own.
	if (message.cacheControl && blocks[0])
		blocks.push({ ...blocks.pop(), cache_control: { type: message.cacheControl } });
	return blocks;
}

/**
 * Splits a conversation into the vendor's `system` and `messages`. Neighbours that end up in the same role are joined, so
 * that all results of parallel tool calls stand first in one user message, as the vendor demands.
 */
export function encodeMessages(
	messages: readonly Message[],
	call: Call,
	warnings: string[],
): { system: Block[]; messages: { role: string; content: Block[] }[] } {
	const system: Block[] = [];
	const turns: { role: string; content: Block[] }[] = [];
	for (const message of messages) {
		const blocks = encodeBlocks(message, call, warnings);
		const role = message.role === "assistant" ? "assistant" : "user";
		const last = turns.at(-1);
		if (message.role === "system") system.push(...blocks);
		else if (last?.role === role) last.content.push(...blocks);
		else if (blocks[0]) turns.push({ role, content: blocks });
	}
	// Results come first, also when somebody spoke before them.
	const rank = ({ type }: Block): number => (type === "tool_result" ? 0 : 1);
	for (const turn of turns) turn.content.sort((a, b) => rank(a) - rank(b));
	if (!turns[0]) throw new ValidationError("`messages` must have a user message with content.");
	return { system, messages: turns };
}

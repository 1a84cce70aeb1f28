import type { Call } from "../call.ts";
import { type Conversation, type Message, ownParts, toMessage } from "../conversation.ts";
import { readMedia, toUrl } from "../media.ts";
import type { ContentPart, ReasoningPart } from "../message.ts";
import { joinText } from "../turn.ts";

/** What a dialect of the chat wire does in its own way. */
export interface ChatDialect {
	/** Field of an assistant message that carries its own reasoning back. Default: the one that it came in. */
	readonly reasoning?: string;
	/** Content of an assistant message that only calls tools. Default `null`. */
	readonly emptyContent?: "";
}

/** A part as the wire wants it; parts that are the vendor's own stay as they are. */
function encodePart(part: ContentPart): unknown {
	if (part.type === "image") return { type: "image_url", image_url: { url: toUrl(readMedia(part)) } };
	if (part.type === "file") return { type: "file", file: { filename: part.name, file_data: toUrl(readMedia(part)) } };
	return part;
}

function encodeMessage(message: Message, call: Call, dialect: ChatDialect, warnings: string[]): object {
	const parts = ownParts(message, call, warnings);
	const reasoning = parts.find((part): part is ReasoningPart => part.type === "reasoning");
	// Text alone goes as a string, since not every vendor reads lists.
	const content = parts.some((part) => part.type !== "text" && part.type !== "reasoning")
		? parts.filter((part) => part.type !== "reasoning").map(encodePart)
		: joinText(parts, "text");
	const calls = message.toolCalls.map(({ id, name, arguments: input, argumentsText }) => ({
		id,
		type: "function",
		function: { name, arguments: argumentsText ?? JSON.stringify(input) },
	}));
	return {
		role: message.role,
		content: (calls[0] ? content || dialect.emptyContent : content) ?? null,
		...(message.toolCallId != null && { tool_call_id: message.toolCallId }),
		...(calls[0] && { tool_calls: calls }),
		...(reasoning && {
			[dialect.reasoning ?? reasoning.field ?? "reasoning_content"]: joinText(parts, "reasoning"),
		}),
	};
}

/**
 * The body of a chat request: the settings, the messages and the tools.
 *
 * @param warnings - Takes what was left out, a sentence each.
 */
export function encodeChat(
	{ messages, settings }: Conversation,
	call: Call,
	dialect: ChatDialect,
	warnings: string[],
): Record<string, unknown> {
	const { responseFormat, toolOptions: { tools = [], toolChoice } = {} } = call.options;
	const conversation = responseFormat === "json" ? mentionJson(messages) : messages;
	return {
		...settings,
		messages: conversation.map((message) => encodeMessage(message, call, dialect, warnings)),
		...(tools[0] && {
			// The caller's own are those that the vendor runs itself. Workers AI refuses a description that is not a string.
			tools: [
				...((settings.tools as unknown[]) ?? []),
				...tools.map(({ name, description = "", parameters }) => ({
					type: "function",
					function: { name, description, parameters },
				})),
			],
			tool_choice:
				typeof toolChoice === "object"
					? { type: "function", function: { name: toolChoice.name } }
					: (toolChoice ?? settings.tool_choice),
		}),
	};
}

/** The messages, with an instruction in front when none of them says "json", which vendors' JSON mode demands. */
export function mentionJson(messages: readonly Message[]): readonly Message[] {
	const said = messages.some(({ content }) =>
		/json/i.test(typeof content === "string" ? content : joinText(content, "text")),
	);
	return said ? messages : [toMessage({ role: "system", content: "Answer in JSON." }), ...messages];
}

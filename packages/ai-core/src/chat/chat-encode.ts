import { ValidationError } from "@workkit/errors";
import type { Call } from "../call.ts";
import type { Conversation, Message } from "../conversation.ts";
import { readMedia, toUrl } from "../media.ts";
import type { ContentPart } from "../message.ts";
import type { GatewayToolDefinition, ToolChoice } from "../tool.ts";

/** What a dialect of the chat wire does in its own way. */
export interface ChatDialect {
	/** Field that carries the longest answer. Default `max_tokens`. */
	readonly maxTokens?: string;
	/** Field of an assistant message that carries its own reasoning back. Default: the one that it came in. */
	readonly reasoning?: string;
	/** Content of an assistant message that only calls tools. Default `null`. */
	readonly emptyContent?: "";
}

type Part = Exclude<ContentPart, { type: "image_url" }>;

function encodePart(part: Part): Record<string, unknown> | undefined {
	switch (part.type) {
		case "text":
			return { type: "text", text: part.text };
		case "image": {
			const url = toUrl(readMedia(part.image, part.mediaType));
			return { type: "image_url", image_url: { url, ...(part.detail && { detail: part.detail }) } };
		}
		case "file": {
			const media = readMedia(part.data, part.mediaType);
			if ("url" in media) throw new ValidationError("This provider takes files as data, not as URLs: fetch the file first.");
			return { type: "file", file: { filename: part.name ?? "file", file_data: toUrl(media) } };
		}
		case "reasoning":
			return undefined;
		default:
			throw new ValidationError(`Unknown content part "${(part as { type: unknown }).type}".`);
	}
}

/** Content as the wire wants it: a string where all is text, since not every vendor reads lists. */
function encodeContent(content: Message["content"]): string | Record<string, unknown>[] {
	if (typeof content === "string") return content;
	const parts = content.map(encodePart).filter((part) => part !== undefined);
	return parts.every((part) => part.type === "text") ? parts.map((part) => part.text).join("") : parts;
}

/** Reasoning that a message carries for this provider; what is another's is dropped, and told. */
export function ownReasoning(message: Message, call: Call, warnings: string[]): Extract<Part, { type: "reasoning" }>[] {
	if (typeof message.content === "string") return [];
	return message.content.filter((part) => {
		if (part.type !== "reasoning") return false;
		if (part.provider === call.provider) return true;
		const warning = `Reasoning of the provider "${part.provider}" was not sent to "${call.provider}".`;
		if (!warnings.includes(warning)) warnings.push(warning);
		return false;
	}) as Extract<Part, { type: "reasoning" }>[];
}

function encodeMessage(message: Message, call: Call, dialect: ChatDialect, warnings: string[]): Record<string, unknown> {
	const { role, toolCalls, toolCallId } = message;
	const content = encodeContent(message.content);
	if (role === "tool") return { role, tool_call_id: toolCallId, content };
	const reasoning = ownReasoning(message, call, warnings);
	const field = dialect.reasoning ?? reasoning[0]?.field ?? "reasoning_content";
	return {
		role,
		content: content === "" && toolCalls.length > 0 ? (dialect.emptyContent ?? null) : content,
		...(reasoning.length > 0 && { [field]: reasoning.map((part) => part.text).join("") }),
		...(toolCalls.length > 0 && {
			tool_calls: toolCalls.map(({ id, name, arguments: input, argumentsText }) => ({
				id,
				type: "function",
				function: { name, arguments: argumentsText ?? JSON.stringify(input) },
			})),
		}),
	};
}

function encodeTool({ name, description, parameters }: GatewayToolDefinition): Record<string, unknown> {
	// Workers AI refuses a description that is not a string.
	return { type: "function", function: { name, description: description ?? "", parameters } };
}

function encodeToolChoice(choice: ToolChoice): unknown {
	return typeof choice === "string" ? choice : { type: "function", function: { name: choice.name } };
}

/** The body of a chat request, without model, stream and response format. The caller's vendor fields come first, so that they replace nothing. */
export function encodeChat(
	{ messages, settings, vendor }: Conversation,
	call: Call,
	dialect: ChatDialect,
	warnings: string[],
): Record<string, unknown> {
	const { tools = [], toolChoice } = call.options.toolOptions ?? {};
	const named = {
		[dialect.maxTokens ?? "max_tokens"]: settings.maxTokens,
		temperature: settings.temperature,
		top_p: settings.topP,
		top_k: settings.topK,
		stop: settings.stop,
		seed: settings.seed,
		frequency_penalty: settings.frequencyPenalty,
		presence_penalty: settings.presencePenalty,
		reasoning_effort: settings.reasoningEffort,
	};
	return {
		...vendor,
		messages: messages.map((message) => encodeMessage(message, call, dialect, warnings)),
		...Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined)),
		...(tools.length > 0 && {
			tools: [...(Array.isArray(vendor.tools) ? vendor.tools : []), ...tools.map(encodeTool)],
			...(toolChoice && { tool_choice: encodeToolChoice(toolChoice) }),
		}),
	};
}

const jsonInstruction = "Answer with JSON only.";

/** Whether the conversation says "json" anywhere, as vendors' JSON mode demands; otherwise an instruction that does is put in front. */
export function mentionJson({ messages }: Pick<Conversation, "messages">): Message[] {
	const said = messages.some(({ content }) =>
		typeof content === "string"
			? /json/i.test(content)
			: content.some((part) => part.type === "text" && /json/i.test(part.text)),
	);
	return said ? [...messages] : [systemMessage(jsonInstruction), ...messages];
}

/** A system message. */
export function systemMessage(content: string): Message {
	return { role: "system", content, toolCalls: [], toolCallId: undefined, cacheControl: undefined };
}

import { ValidationError } from "@workkit/errors";
import type { Call } from "./call.ts";
import type { AiInput } from "./input.ts";
import type { ChatMessage, ContentPart, ReasoningPart } from "./message.ts";
import type { GatewayToolCall } from "./tool.ts";
import { completeToolCall } from "./tool-arguments.ts";

/** A message after its spellings were unified. */
export interface Message {
	readonly role: ChatMessage["role"];
	readonly content: string | readonly ContentPart[];
	readonly toolCalls: readonly GatewayToolCall[];
	readonly toolCallId: string | undefined;
	readonly cacheControl: "ephemeral" | undefined;
}

/** A conversation as every codec reads it. */
export interface Conversation {
	readonly messages: readonly Message[];
	/** What the caller put beside the messages: settings under the chat wire's names (`max_tokens`, …), and the vendor's own fields. */
	readonly settings: Record<string, unknown>;
}

/** Settings whose names differ from the chat wire's. */
const camelCase = ["maxTokens", "topP", "topK", "frequencyPenalty", "presencePenalty", "reasoningEffort"];

const roles = ["system", "user", "assistant", "tool"];

/** One message in unified spelling. */
export function toMessage(message: ChatMessage, index = 0): Message {
	const { content, toolCalls, tool_calls: wireCalls, toolCallId, tool_call_id: wireId, cacheControl } = Object(message);
	// OpenAI's newer name for the system; not one of ours, hence the cast.
	const role = (message?.role as string) === "developer" ? "system" : message?.role;
	const refuse = (why: string): never => {
		throw new ValidationError(`messages[${index}].${why}.`);
	};
	if (!roles.includes(role)) refuse(`role must be one of ${roles}`);
	if (Array.isArray(content)) {
		if (!content.every((part) => part?.type)) refuse("content has a part without type");
	} else if (content != null && typeof content !== "string") refuse("content must be text or parts");
	if (role === "tool" && !(toolCallId ?? wireId)) refuse("toolCallId is missing");
	return {
		role,
		content: content ?? "",
		toolCalls:
			toolCalls ??
			((wireCalls ?? []) as NonNullable<ChatMessage["tool_calls"]>).map(
				({ id, function: { name, arguments: argumentsText } }) => completeToolCall({ id, name, argumentsText }),
			),
		toolCallId: toolCallId ?? wireId,
		cacheControl,
	};
}

/** Whether the input is a conversation, and not another task's raw input. */
export function isConversation(input: AiInput): boolean {
	if (typeof input !== "object") throw new ValidationError("The input must be an object.");
	return input.messages !== undefined || input.prompt !== undefined;
}

/** Reads and checks a conversation. Throws `ValidationError` before anything is sent. */
export function readConversation(input: AiInput): Conversation {
	const { messages, prompt, model: _model, stream: _stream, ...settings } = input as Record<string, unknown>;
	if ((messages == null) === (typeof prompt !== "string")) {
		throw new ValidationError("The input needs either `messages` or `prompt`.");
	}
	const list = messages ?? [{ role: "user", content: prompt }];
	if (!Array.isArray(list) || list.length === 0) throw new ValidationError("`messages` must be a non-empty list.");
	for (const name of camelCase) {
		const value = settings[name];
		delete settings[name];
		if (value !== undefined) settings[name.replace(/[A-Z]/, (letter) => `_${letter.toLowerCase()}`)] = value;
	}
	return { messages: list.map(toMessage), settings };
}

/** The message's parts without the reasoning of other providers, which the answer's warnings then tell. */
export function ownParts({ content }: Message, { provider }: Call, warnings: string[]): readonly ContentPart[] {
	if (typeof content === "string") return content ? [{ type: "text", text: content }] : [];
	return content.filter((part) => {
		const own = part.type !== "reasoning" || part.provider === provider;
		const warning = `Reasoning of "${(part as ReasoningPart).provider}" is not sent to "${provider}".`;
		if (!own && !warnings.includes(warning)) warnings.push(warning);
		return own;
	});
}

import { ValidationError } from "@workkit/errors";
import type { Call } from "./call.ts";
import type { AiInput } from "./input.ts";
import type { ChatMessage, ContentPart } from "./message.ts";
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

/**
 * One message in unified spelling. Throws `ValidationError` for what is no message.
 *
 * @param index - Its index in the list, from 0, for the error. Default 0.
 */
export function toMessage(message: ChatMessage, index = 0): Message {
	const { role: given, tool_calls: wireCalls, toolCalls, tool_call_id: wireId, cacheControl } = Object(message);
	// OpenAI's newer name for the system.
	const role = given === "developer" ? "system" : given;
	const content = message?.content ?? "";
	const toolCallId = message?.toolCallId ?? wireId;
	const wrong =
		(!roles.includes(role) && `role must be one of ${roles}`) ||
		(typeof content !== "string" &&
			!(Array.isArray(content) && content.every((part) => part?.type)) &&
			"content must be text, or parts with a type") ||
		(role === "tool" && !toolCallId && "toolCallId must be text");
	if (wrong) throw new ValidationError(`messages[${index}].${wrong}.`);
	return {
		role,
		content,
		toolCalls:
			toolCalls ??
			(wireCalls as ChatMessage["tool_calls"])?.map(({ id, function: { name, arguments: argumentsText } }) =>
				completeToolCall({ id, name, argumentsText }),
			) ??
			[],
		toolCallId,
		cacheControl,
	};
}

/**
 * Whether the input is a conversation, and not another task's raw input. Throws `ValidationError` for what is no object.
 */
export function isConversation(input: AiInput): boolean {
	if (typeof input !== "object") throw new ValidationError("The input must be an object.");
	return input.messages !== undefined || input.prompt !== undefined;
}

/** Reads and checks a conversation. Throws `ValidationError` before anything is sent. */
export function readConversation(input: AiInput): Conversation {
	const { messages, prompt, model: _model, stream: _stream, ...settings } = input as Record<string, unknown>;
	const list = messages ?? [{ role: "user", content: prompt }];
	const either = (messages == null) === (typeof prompt === "string");
	if (!either || !Array.isArray(list) || !list[0]) {
		throw new ValidationError("The input must have either some `messages` or a `prompt`.");
	}
	for (const name in settings) {
		if (!camelCase.includes(name)) continue;
		const value = settings[name];
		delete settings[name];
		if (value !== undefined) settings[name.replace(/[A-Z]/, "_$&").toLowerCase()] = value;
	}
	return { messages: list.map(toMessage), settings };
}

/**
 * The message's parts without the reasoning of other providers, which the answer's warnings then tell.
 *
 * @param warnings - Takes what was left out, a sentence each.
 */
export function ownParts(message: Message, call: Call, warnings: string[]): readonly ContentPart[] {
	if (typeof message.content === "string") return [{ type: "text", text: message.content }];
	return message.content.filter((part) => {
		const own = part.type !== "reasoning" || part.provider === call.provider;
		if (!own) warnings.push(`Reasoning of "${part.provider}" is not sent to "${call.provider}".`);
		return own;
	});
}

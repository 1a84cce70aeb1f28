import { ValidationError } from "@workkit/errors";
import type { AiInput, Settings } from "./input.ts";
import type { ChatMessage, ContentPart } from "./message.ts";
import { completeToolCall } from "./tool-arguments.ts";
import type { GatewayToolCall } from "./tool.ts";

/** A message after its spellings were unified. */
export interface Message {
	readonly role: ChatMessage["role"];
	readonly content: string | readonly Exclude<ContentPart, { type: "image_url" }>[];
	readonly toolCalls: readonly GatewayToolCall[];
	readonly toolCallId: string | undefined;
	readonly cacheControl: "ephemeral" | undefined;
}

/** A conversation as every codec reads it. */
export interface Conversation {
	readonly messages: readonly Message[];
	/** Only what the caller set, under our names. */
	readonly settings: { -readonly [K in keyof KnownSettings]: KnownSettings[K] };
	/** Everything else that the caller put beside the messages. */
	readonly vendor: Record<string, unknown>;
}

type KnownSettings = Pick<
	Settings,
	"maxTokens" | "temperature" | "topP" | "topK" | "stop" | "seed" | "frequencyPenalty" | "presencePenalty" | "reasoningEffort"
>;

/** Every accepted spelling of a setting; the first is ours and wins. */
const spellings: Record<keyof KnownSettings, readonly string[]> = {
	maxTokens: ["maxTokens", "max_tokens", "max_completion_tokens", "max_output_tokens"],
	temperature: ["temperature"],
	topP: ["topP", "top_p"],
	topK: ["topK", "top_k"],
	stop: ["stop", "stop_sequences", "stopSequences"],
	seed: ["seed"],
	frequencyPenalty: ["frequencyPenalty", "frequency_penalty"],
	presencePenalty: ["presencePenalty", "presence_penalty"],
	reasoningEffort: ["reasoningEffort", "reasoning_effort"],
};

const roles: readonly string[] = ["system", "user", "assistant", "tool"];

function readMessage(message: ChatMessage, index: number): Message {
	const at = `messages[${index}]`;
	if (typeof message !== "object" || message === null) throw new ValidationError(`${at} is not an object.`);
	const role = (message.role as string) === "developer" ? "system" : message.role;
	if (!roles.includes(role)) {
		throw new ValidationError(`${at}.role is unknown: use one of ${roles.join(", ")}.`);
	}
	const { content, toolCalls, tool_calls: wireCalls, cacheControl } = message;
	if (content != null && typeof content !== "string" && !Array.isArray(content)) {
		throw new ValidationError(`${at}.content must be a string or a list of content parts.`);
	}
	const toolCallId = message.toolCallId ?? message.tool_call_id;
	if (role === "tool" && !toolCallId) {
		throw new ValidationError(`${at} has the role "tool": set toolCallId to the id of the call that it answers.`);
	}
	return {
		role,
		content: Array.isArray(content)
			? content.map((part) => {
					if (part.type !== "image_url") return part;
					const { url, detail } = part.image_url;
					return { type: "image" as const, image: url, ...(detail && { detail }) };
				})
			: (content ?? ""),
		toolCalls:
			toolCalls ??
			(wireCalls ?? []).map((call) =>
				completeToolCall({ id: call.id, name: call.function.name, argumentsText: call.function.arguments }),
			),
		toolCallId,
		cacheControl,
	};
}

/** Whether the input is a conversation, and not another task's raw input. */
export function isConversation(input: AiInput): boolean {
	return input.messages !== undefined || input.prompt !== undefined;
}

/** Reads and checks a conversation. Throws `ValidationError` before anything is sent. */
export function readConversation(input: AiInput): Conversation {
	const { messages, prompt, model: _model, stream: _stream, ...rest } = input;
	if (messages !== undefined && prompt !== undefined) {
		throw new ValidationError("The input has both `prompt` and `messages`: pass one of them.");
	}
	if (messages === undefined && typeof prompt !== "string") {
		throw new ValidationError("The input needs `messages` or a `prompt` string.");
	}
	if (messages !== undefined && (!Array.isArray(messages) || messages.length === 0)) {
		throw new ValidationError("`messages` is empty: pass at least one message.");
	}
	const settings: Record<string, unknown> = {};
	const vendor = new Map(Object.entries(rest));
	for (const [name, names] of Object.entries(spellings)) {
		for (const spelling of names) {
			const value = vendor.get(spelling);
			vendor.delete(spelling);
			if (value !== undefined && value !== null && settings[name] === undefined) settings[name] = value;
		}
	}
	return {
		messages: messages ? messages.map(readMessage) : [readMessage({ role: "user", content: String(prompt) }, 0)],
		settings,
		vendor: Object.fromEntries(vendor),
	};
}

import {
	type AiInput,
	type AiOutput,
	type Call,
	type ContentPart,
	type EmbedInput,
	type GatewayToolCall,
	isConversation,
	type Message,
	readConversation,
	readMedia,
} from "@workkit/ai-core";
import { writesText } from "./writes-text.ts";

// Forms: the JSON schemas of input and output messages in OpenTelemetry's semantic conventions for generative AI.
// https://github.com/open-telemetry/semantic-conventions-genai/tree/main/docs/gen-ai

/** A message in the conventions' form. */
interface TelemetryMessage {
	readonly role: string;
	readonly parts: readonly ({ readonly type: string } & Record<string, unknown>)[];
	readonly finish_reason?: string;
}

const textPart = (content: string) => ({ type: "text", content });

function partOf(part: ContentPart): TelemetryMessage["parts"][number] {
	if (part.type === "text") return textPart(part.text);
	if (part.type === "reasoning") return { type: "reasoning", content: part.text };
	const media = readMedia(part);
	const mimeType = "url" in media ? (part as { mediaType?: string }).mediaType : media.mediaType;
	const [kind = ""] = mimeType?.split("/") ?? [];
	const modality = part.type === "file" && !["image", "audio", "video"].includes(kind) ? "document" : kind || "image";
	const known = { modality, ...(mimeType && { mime_type: mimeType }) };
	return "url" in media ? { type: "uri", ...known, uri: media.url } : { type: "blob", ...known, content: media.base64 };
}

const callParts = (calls: readonly GatewayToolCall[]) =>
	calls.map(({ id, name, arguments: args }) => ({ type: "tool_call", id, name, arguments: args }));

function messageOf({ role, content, toolCalls, toolCallId }: Message): TelemetryMessage {
	if (role === "tool") return { role, parts: [{ type: "tool_call_response", id: toolCallId, response: content }] };
	const said = typeof content === "string" ? [textPart(content)].filter((part) => part.content) : content.map(partOf);
	return { role, parts: [...said, ...callParts(toolCalls)] };
}

/** What was asked; `undefined` for a task that is no conversation. Throws for an input that cannot be sent either. */
export function inputMessages(call: Call): readonly TelemetryMessage[] | undefined {
	// Of other operations none has `messages`; a `prompt` may be a picture's.
	const input = call.input as AiInput;
	const text = input.text as EmbedInput["text"] | undefined;
	if (writesText(call) && isConversation(input)) return readConversation(input).messages.map(messageOf);
	return text === undefined ? undefined : [{ role: "user", parts: [text].flat().map(textPart) }];
}

/** What was answered. A stream whose reader left has no reason of its own to have ended: `unknown`. */
export function outputMessages(output: Partial<AiOutput>): readonly TelemetryMessage[] {
	const { text, reasoning, toolCalls = [], finishReason = "unknown" } = output;
	const parts = [
		...(reasoning ? [{ type: "reasoning", content: reasoning }] : []),
		...(text ? [textPart(text)] : []),
		...callParts(toolCalls),
	];
	return [{ role: "assistant", parts, finish_reason: finishReason === "tool_calls" ? "tool_call" : finishReason }];
}

import type { GatewayToolCall } from "./tool.ts";

/** Text. */
export interface TextPart {
	type: "text";
	text: string;
}

/** A picture for the model to look at. */
export interface ImagePart {
	type: "image";
	/** An http(s) URL, a data URL, base64, or the bytes. Workers AI's models take data, not http(s) URLs. */
	image: string | URL | Uint8Array;
	/** For example `image/png`. Default: read from the data's first bytes. */
	mediaType?: string;
}

/** A picture as OpenAI's wire spells it; read as an `ImagePart`. */
export interface ImageUrlPart {
	type: "image_url";
	image_url: { url: string; detail?: string };
}

/** A document for the model to read. */
export interface FilePart {
	type: "file";
	/** An http(s) URL, a data URL, base64, or the bytes. */
	data: string | URL | Uint8Array;
	/** For example `application/pdf`. */
	mediaType: string;
	name?: string;
}

/** The model's own reasoning, kept so that the next turn can give it back. */
export interface ReasoningPart {
	type: "reasoning";
	text: string;
	/** The vendor's proof that the text is unchanged (Anthropic). */
	signature?: string;
	/** Reasoning that the vendor hands out only encrypted (Anthropic's `redacted_thinking`). */
	redactedData?: string;
	/** The provider that wrote it. Other providers are not sent it. */
	provider: string;
	/** The wire's field that it came in, to go back in the same. */
	field?: string;
}

/** One piece of a message. */
export type ContentPart = TextPart | ImagePart | ImageUrlPart | FilePart | ReasoningPart;

/** A tool call as OpenAI's wire spells it; read as a `GatewayToolCall`. */
export interface WireToolCall {
	id: string;
	type?: "function";
	function: { name: string; arguments: string };
}

/** Who speaks. */
export type MessageRole = "system" | "user" | "assistant" | "tool";

/** One turn of a conversation. */
export interface ChatMessage {
	role: MessageRole;
	/** `null` is read as the empty string. */
	content: string | ContentPart[] | null;
	/** Assistant: the calls it made. */
	toolCalls?: GatewayToolCall[];
	/** Tool: the call that this message answers. */
	toolCallId?: string;
	/** Marks the end of a prefix to cache: a `cache_control` block for Anthropic (at most 4 in a request), stripped elsewhere. */
	cacheControl?: "ephemeral";
	/** The same as `toolCalls`, in OpenAI's spelling. */
	tool_calls?: WireToolCall[];
	/** The same as `toolCallId`, in OpenAI's spelling. */
	tool_call_id?: string;
}

import {
	type Call,
	encodeChat,
	mentionJson,
	type ResponseFormat,
	readConversation,
	type WireRequest,
} from "@workkit/ai-core";
import { toStrictSchema } from "./strict-schema.ts";

function encodeFormat(format: ResponseFormat): Record<string, unknown> {
	if (format === "json") return { type: "json_object" };
	const strict = toStrictSchema(format.jsonSchema);
	return {
		type: "json_schema",
		json_schema: { name: format.name ?? "response", schema: strict ?? format.jsonSchema, strict: strict !== undefined },
	};
}

/**
 * Builds a chat request.
 *
 * @param own - Whether it goes to OpenAI itself, whose newer models refuse `max_tokens` and which does not know `top_k`.
 */
export function encode(call: Call<"run"> | Call<"stream">, own: boolean): WireRequest {
	const conversation = readConversation(call.input);
	const { settings, vendor } = conversation;
	const { responseFormat } = call.options;
	const warnings: string[] = [];
	if (own && settings.topK !== undefined) {
		delete settings.topK;
		warnings.push("OpenAI does not know `topK`: it was not sent.");
	}
	const messages = responseFormat === "json" ? mentionJson(conversation) : conversation.messages;
	const maxTokens = own || "max_completion_tokens" in call.input ? "max_completion_tokens" : "max_tokens";
	const { stream_options: streamOptions, ...body } = encodeChat({ ...conversation, messages }, call, { maxTokens }, warnings);
	return {
		path: "/chat/completions",
		body: {
			...body,
			model: call.model,
			...(responseFormat && { response_format: encodeFormat(responseFormat) }),
			...(call.operation === "stream" && {
				stream: true,
				...(vendor.stream_options !== null && { stream_options: { include_usage: true, ...Object(streamOptions) } }),
			}),
		},
		warnings,
	};
}

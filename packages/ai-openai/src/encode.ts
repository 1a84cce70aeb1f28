import {
	type Call,
	encodeChat,
	mentionJson,
	type ResponseFormat,
	readConversation,
	type WireRequest,
} from "@workkit/ai-core";
import { toStrictSchema } from "./strict-schema.ts";

function encodeFormat(format: ResponseFormat): object {
	if (format === "json") return { type: "json_object" };
	const { jsonSchema, name = "response" } = format;
	const strict = toStrictSchema(jsonSchema);
	return { type: "json_schema", json_schema: { name, schema: strict ?? jsonSchema, strict: !!strict } };
}

/**
 * Builds a chat request.
 *
 * @param own - Whether it goes to OpenAI itself, whose newer models refuse `max_tokens` and which does not know `top_k`.
 */
export function encode(call: Call<"run"> | Call<"stream">, own: boolean): WireRequest {
	const { messages, settings } = readConversation(call.input);
	const { responseFormat } = call.options;
	const warnings: string[] = [];
	if (own) {
		settings.max_completion_tokens ??= settings.max_tokens;
		if (settings.top_k !== undefined) warnings.push("`topK` is not sent: OpenAI does not know it.");
		settings.max_tokens = settings.top_k = undefined;
	}
	const { stream_options: streamOptions, ...rest } = settings;
	const conversation = { messages: responseFormat === "json" ? mentionJson(messages) : messages, settings: rest };
	return {
		path: "/chat/completions",
		body: {
			...encodeChat(conversation, call, {}, warnings),
			model: call.model,
			...(responseFormat && { response_format: encodeFormat(responseFormat) }),
			...(call.operation === "stream" && {
				stream: true,
				...(streamOptions !== null && { stream_options: { include_usage: true, ...Object(streamOptions) } }),
			}),
		},
		warnings,
	};
}

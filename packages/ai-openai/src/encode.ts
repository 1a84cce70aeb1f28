import { type Call, encodeChat, type ResponseFormat, readConversation, type WireRequest } from "@workkit/ai-core";
import { toStrictSchema } from "./strict-schema.ts";

function encodeFormat(format: ResponseFormat): object {
	if (format === "json") return { type: "json_object" };
	const strict = toStrictSchema(format.jsonSchema);
	return {
		type: "json_schema",
		json_schema: { name: format.name ?? "response", schema: strict ?? format.jsonSchema, strict: !!strict },
	};
}

/**
 * Builds a chat request.
 *
 * @param own - Whether it goes to OpenAI itself, whose newer models refuse `max_tokens` and which does not know `top_k`.
 */
export function encode(call: Call<"run"> | Call<"stream">, own: boolean): WireRequest {
	const conversation = readConversation(call.input);
	const { settings } = conversation;
	const { responseFormat } = call.options;

	const stream = call.operation === "stream" || undefined;
	const warnings: string[] = [];
	if (own) {
		settings.max_completion_tokens ??= settings.max_tokens;
		if (settings.top_k !== undefined) warnings.push("`topK` is not sent to OpenAI.");
		settings.max_tokens = settings.top_k = undefined;
	}
	if (stream || settings.stream_options !== undefined) {
		settings.stream = stream;
		settings.stream_options =
			stream && settings.stream_options !== null
				? { include_usage: true, ...Object(settings.stream_options) }
				: undefined;
	}
	if (responseFormat) settings.response_format = encodeFormat(responseFormat);
	settings.model = call.model;
	return { path: "/chat/completions", body: encodeChat(conversation, call, {}, warnings), warnings };
}

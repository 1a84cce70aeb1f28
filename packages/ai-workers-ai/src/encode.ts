import { type Call, encodeChat, type ResponseFormat, readConversation } from "@workkit/ai-core";

function encodeFormat(format: ResponseFormat, model: string): Record<string, unknown> {
	if (format === "json") return { type: "json_object" };
	const { jsonSchema, name = "response" } = format;
	// The platform's own models take the bare schema, those of partners OpenAI's envelope.
	const own = /^@(cf|hf)\//.test(model);
	return { type: "json_schema", json_schema: own ? jsonSchema : { name, schema: jsonSchema, strict: false } };
}

/** Builds the binding's `inputs` of a conversation. A bare prompt stays one, since other tasks (images) take it too. */
export function encode(call: Call<"run"> | Call<"stream">, warnings: string[]): Record<string, unknown> {
	const { responseFormat, toolOptions } = call.options;
	const { messages: encoded, ...rest } = encodeChat(
		readConversation(call.input),
		call,
		{ reasoning: "reasoning", emptyContent: "" },
		warnings,
	);
	const bare = call.input.prompt !== undefined && !toolOptions && !responseFormat;
	return {
		...rest,
		...(bare ? { prompt: call.input.prompt } : { messages: encoded }),
		...(responseFormat && { response_format: encodeFormat(responseFormat, call.model) }),
	};
}

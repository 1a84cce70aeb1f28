import { type Call, encodeChat, type ResponseFormat, readConversation } from "@workkit/ai-core";

function encodeFormat(format: ResponseFormat, isPartner: boolean): Record<string, unknown> {
	if (format === "json") return { type: "json_object" };
	const { jsonSchema: schema, name = "response" } = format;
	// The platform's own models take the bare schema, those of partners OpenAI's envelope.
	return { type: "json_schema", json_schema: isPartner ? { name, schema, strict: false } : schema };
}

/** Builds the binding's `inputs` of a conversation. A bare prompt stays one for the platform's models, since other tasks (images) take it too. */
export function encode(call: Call<"run"> | Call<"stream">, warnings: string[]): Record<string, unknown> {
	const { responseFormat, toolOptions } = call.options;
	// `openai/gpt-5.2`, `dynamic/<route>`: they speak OpenAI's wire and no other.
	const isPartner = /^[^@/]+\//.test(call.model);
	const { prompt } = call.input;
	const conversation = readConversation(call.input);
	const body =
		toolOptions || responseFormat || isPartner || prompt == null
			? encodeChat(conversation, call, { reasoning: "reasoning", emptyContent: "" }, warnings)
			: { ...conversation.settings, prompt };
	if (responseFormat) body.response_format = encodeFormat(responseFormat, isPartner);
	return body;
}

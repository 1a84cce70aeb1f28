import type { ChatMessage, JsonSchema } from "@workkit/ai-core";
import { isWorkkitError } from "@workkit/errors";

/** The messages with the schema in words, behind the system messages that open them. */
export function instruct(messages: readonly ChatMessage[], jsonSchema: JsonSchema): ChatMessage[] {
	const first = messages.findIndex(({ role }) => role !== "system");
	const at = first < 0 ? messages.length : first;
	const content = `Answer with JSON only, without a code fence. It must fit this JSON Schema:\n${JSON.stringify(jsonSchema)}`;
	return [...messages.slice(0, at), { role: "system", content }, ...messages.slice(at)];
}

/** Workers AI: no JSON Schema with streams, or with this model. */
const codes = [5023, 5024, 5025];

/**
 * Whether the vendor refused the request for its response format: the model has none, or not with this schema, or not
 * in a stream. Nothing was generated then, and the schema can be asked for in words.
 */
export function refusesFormat(error: unknown): boolean {
	if (!isWorkkitError(error)) return false;
	const { status, vendorCode, vendorMessage } = error.context;
	if (codes.includes(Number(vendorCode))) return true;
	return (
		[400, 404, 405, 422].includes(Number(status)) &&
		/response_format|output_config|output_format|json.?(schema|mode|object)|structured output/i.test(
			String(vendorMessage),
		)
	);
}

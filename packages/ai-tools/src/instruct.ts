import type { ChatMessage, JsonSchema } from "@workkit/ai-core";
import { isWorkkitError } from "@workkit/errors";

/** The messages with the schema in words, behind the system messages that open them. */
export function instruct(messages: readonly ChatMessage[], jsonSchema: JsonSchema): ChatMessage[] {
	const first = messages.findIndex(({ role }) => role !== "system");
	const at = first < 0 ? messages.length : first;
	const content = `Answer with JSON only, without a code fence. It must fit this JSON Schema:\n${JSON.stringify(jsonSchema)}`;
	return [...messages.slice(0, at), { role: "system", content }, ...messages.slice(at)];
}

/** What vendors call it: no schema in streams, or with this model (Workers AI), or no answer that fits it (Workers AI, Groq). */
const codes = /^(5023|5024|5025|json_validate_failed)$/;
const words = /response.?format|output_config|output_format|json.?(schema|mode|object)|structured.?output/i;

/**
 * Whether the vendor refused the request for its response format: the model has none, or not with this schema, or not
 * in a stream. There is no answer then, and the schema can be asked for in words.
 */
export function refusesFormat(error: unknown): boolean {
	if (!isWorkkitError(error)) return false;
	const { status, vendorCode, vendorMessage = "" } = error.context;
	return (
		codes.test(String(vendorCode)) ||
		/json mode couldn't/i.test(String(vendorMessage)) ||
		([400, 404, 405, 422].includes(Number(status)) && words.test(String(vendorMessage)))
	);
}

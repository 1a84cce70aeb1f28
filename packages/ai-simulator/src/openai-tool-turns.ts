import { isRecord, type JsonRecord, listOf } from "./json.ts";
import { emptyArray, invalidRequest, missing, wrongType } from "./openai-error.ts";

const LONGEST_ID = 64;

/** Throws unless each call is answered by the messages that directly follow it, and each answer has its call. */
export function checkToolTurns(messages: readonly JsonRecord[]): void {
	let callIds: string[] = [];
	let open: string[] = [];
	for (const [index, message] of messages.entries()) {
		if (message.role === "tool") {
			const id = checkAnswer(message, index, callIds);
			open = open.filter((call) => call !== id);
			continue;
		}
		mustBeAnswered(open);
		callIds = message.role === "assistant" ? checkToolCalls(message.tool_calls, `messages[${index}].tool_calls`) : [];
		open = callIds;
	}
	mustBeAnswered(open);
}

function mustBeAnswered(open: readonly string[]): void {
	if (open.length === 0) return;
	const rule =
		"An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'.";
	throw invalidRequest(
		`${rule} The following tool_call_ids did not have response messages: ${open.join(", ")}`,
		"messages",
	);
}

function checkAnswer(message: JsonRecord, index: number, callIds: readonly string[]): string {
	const id = message.tool_call_id;
	if (typeof id !== "string") throw missing(`messages[${index}].tool_call_id`);
	if (callIds.includes(id)) return id;
	if (callIds.length > 0) {
		throw invalidRequest(
			`Invalid parameter: 'tool_call_id' of '${id}' not found in 'tool_calls' of previous message.`,
			`messages.[${index}].tool_call_id`,
		);
	}
	throw invalidRequest(
		"Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.",
		`messages.[${index}].role`,
	);
}

function checkToolCalls(value: unknown, at: string): string[] {
	if (Array.isArray(value) && value.length === 0) throw emptyArray(at);
	return listOf(value).map((call, index) => checkToolCall(call, `${at}[${index}]`));
}

function checkToolCall(call: unknown, at: string): string {
	const { id, type, function: called } = isRecord(call) ? call : {};
	if (typeof id !== "string" || id === "") throw missing(`${at}.id`);
	if (id.length > LONGEST_ID) {
		const expected = `Expected a string with maximum length ${LONGEST_ID}, but got a string with length ${id.length} instead.`;
		throw invalidRequest(`Invalid '${at}.id': string too long. ${expected}`, `${at}.id`, "string_above_max_length");
	}
	if (type === "custom") return id;
	if (type !== "function") throw missing(`${at}.type`);
	if (!isRecord(called) || typeof called.name !== "string") throw missing(`${at}.function.name`);
	if (typeof called.arguments !== "string") throw wrongType(`${at}.function.arguments`, "a string", called.arguments);
	return id;
}

import { isRecord, type JsonRecord, unknownKey } from "./json.ts";
import { emptyArray, invalidRequest, missing, unknownParameter, unsupportedValue, wrongType } from "./openai-error.ts";
import { checkToolTurns } from "./openai-tool-turns.ts";

const ROLES = ["system", "assistant", "user", "function", "tool", "developer"];
/** `annotations` comes with every answer, and may go back with it. */
const KEYS = "role content name refusal audio annotations function_call tool_calls tool_call_id".split(" ");
/** What a part of each kind carries under the name of its kind. */
const PARTS = ["text", "refusal", "image_url", "input_audio", "file"];
const PARTS_OF: Readonly<Record<string, readonly string[]>> = {
	user: ["text", "image_url", "input_audio", "file"],
	assistant: ["text", "refusal"],
};

/** Throws what OpenAI answers to `messages` it does not accept. */
export function checkMessages(value: unknown): readonly JsonRecord[] {
	if (value === undefined) throw missing("messages");
	if (!Array.isArray(value)) throw wrongType("messages", "an array of objects", value);
	if (value.length === 0) throw emptyArray("messages");
	const messages = value.map(checkMessage);
	checkToolTurns(messages);
	return messages;
}

function checkMessage(message: unknown, index: number): JsonRecord {
	const at = `messages[${index}]`;
	if (!isRecord(message)) throw wrongType(at, "an object", message);
	if (message.role === undefined) throw missing(`${at}.role`);
	if (!ROLES.includes(String(message.role))) throw unsupportedValue(`${at}.role`, message.role, ROLES);
	const unknown = unknownKey(message, KEYS);
	if (unknown !== undefined) throw unknownParameter(`${at}.${unknown}`);
	checkContent(message, `${at}.content`);
	return message;
}

function checkContent({ role, content, ...others }: JsonRecord, at: string): void {
	if (typeof content === "string") return;
	if (content == null) {
		const substitutes = [others.tool_calls, others.refusal, others.function_call, others.audio];
		if (role === "assistant" && substitutes.some((other) => other != null)) return;
		throw invalidRequest("Invalid value for 'content': expected a string, got null.", at, "invalid_type");
	}
	if (!Array.isArray(content)) throw wrongType(at, "one of a string or array of objects", content);
	if (content.length === 0) throw emptyArray(at);
	for (const [index, part] of content.entries()) checkPart(String(role), part, `${at}[${index}]`);
}

function checkPart(role: string, part: unknown, at: string): void {
	if (!isRecord(part)) throw wrongType(at, "an object", part);
	const type = String(part.type);
	const allowed = PARTS_OF[role] ?? ["text"];
	if (!PARTS.includes(type) || !allowed.includes(type)) throw unsupportedValue(`${at}.type`, type, allowed);
	if (part[type] === undefined) throw missing(`${at}.${type}`);
	const unknown = unknownKey(part, ["type", type, "prompt_cache_breakpoint"]);
	if (unknown !== undefined) throw unknownParameter(`${at}.${unknown}`);
	if (type === "text" && typeof part.text !== "string") throw wrongType(`${at}.text`, "a string", part.text);
	if (type === "image_url") checkImage(part.image_url, `${at}.image_url`);
}

function checkImage(image: unknown, at: string): void {
	if (!isRecord(image) || typeof image.url !== "string") throw wrongType(at, "an object with a url", image);
	const unknown = unknownKey(image, ["url", "detail"]);
	if (unknown !== undefined) throw unknownParameter(`${at}.${unknown}`);
	if (/^(https?:\/\/|data:image\/(png|jpe?g|gif|webp);base64,)/.test(image.url)) return;
	throw invalidRequest(
		`Invalid '${at}.url'. Expected a base64-encoded data URL with an image MIME type or an http(s) URL.`,
		`${at}.url`,
		"invalid_value",
	);
}

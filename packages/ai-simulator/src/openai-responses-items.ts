import type { Exchange } from "./exchange.ts";
import { isRecord, type JsonRecord, listOf, unknownKey } from "./json.ts";
import { emptyArray, invalidRequest, missing, unknownParameter, unsupportedValue, wrongType } from "./openai-error.ts";
import { isSealed } from "./openai-responses-seal.ts";
import { storedItem } from "./openai-responses-store.ts";

const ROLES = ["assistant", "system", "developer", "user"];
const PARTS: Readonly<Record<string, readonly string[]>> = {
	assistant: ["output_text", "refusal"],
	user: ["input_text", "input_image", "input_file"],
};
/** The member that an item or a part of a kind must have, as text. */
const TEXT_OF: Readonly<Record<string, string>> = { input_text: "text", output_text: "text", refusal: "refusal" };

/**
 * The items of `input`, text as one message of the user. Throws what OpenAI answers to items it does not accept;
 * `before` are the items of the previous response.
 */
export function readItems(exchange: Exchange, input: unknown, before: readonly JsonRecord[]): JsonRecord[] {
	if (input == null) throw missing("input");
	if (typeof input === "string") return [{ role: "user", content: input }];
	if (!Array.isArray(input)) throw wrongType("input", "one of a string or array of objects", input);
	if (input.length === 0 && before.length === 0) throw emptyArray("input");
	const items = input.map((item, index) => readItem(exchange, item, `input[${index}]`));
	checkCalls([...before, ...items]);
	return items;
}

function readItem(exchange: Exchange, item: unknown, at: string): JsonRecord {
	if (!isRecord(item)) throw wrongType(at, "an object", item);
	const type = item.type ?? (item.role === undefined ? undefined : "message");
	if (typeof type !== "string") throw missing(`${at}.type`);
	if (type === "item_reference") return storedItem(exchange, String(item.id));
	if (type === "message") checkMessage(item, at);
	if (type === "function_call") for (const key of ["call_id", "name", "arguments"]) mustBeText(item, key, at);
	if (type === "function_call_output") {
		mustBeText(item, "call_id", at);
		if (typeof item.output !== "string" && !Array.isArray(item.output)) throw missing(`${at}.output`);
	}
	if (type === "reasoning") checkReasoning(exchange, item, at);
	return item;
}

function mustBeText(item: JsonRecord, key: string, at: string): void {
	if (item[key] === undefined) throw missing(`${at}.${key}`);
	if (typeof item[key] !== "string") throw wrongType(`${at}.${key}`, "a string", item[key]);
}

function checkMessage(item: JsonRecord, at: string): void {
	const { role, content } = item;
	if (!ROLES.includes(String(role))) throw unsupportedValue(`${at}.role`, role, ROLES);
	const unknown = unknownKey(item, ["type", "role", "content", "id", "status", "phase", "name"]);
	if (unknown !== undefined) throw unknownParameter(`${at}.${unknown}`);
	if (content === undefined) throw missing(`${at}.content`);
	if (typeof content === "string") return;
	if (!Array.isArray(content)) throw wrongType(`${at}.content`, "one of a string or array of objects", content);
	for (const [index, part] of content.entries()) checkPart(String(role), part, `${at}.content[${index}]`);
}

function checkPart(role: string, part: unknown, at: string): void {
	if (!isRecord(part)) throw wrongType(at, "an object", part);
	const type = String(part.type);
	const allowed = PARTS[role] ?? ["input_text"];
	if (!allowed.includes(type)) throw unsupportedValue(`${at}`, part.type, allowed);
	const text = TEXT_OF[type];
	if (text !== undefined) mustBeText(part, text, at);
	if (type !== "input_image") return;
	const url = part.image_url;
	// Chat completions have an object here.
	if (url == null ? part.file_id == null : typeof url !== "string") throw wrongType(`${at}.image_url`, "a string", url);
	if (typeof url === "string" && !/^(https?:\/\/|data:image\/(png|jpe?g|gif|webp);base64,)/.test(url)) {
		throw invalidRequest(
			`Invalid '${at}.image_url'. Expected a valid URL, but got a value with an invalid format.`,
			`${at}.image_url`,
			"invalid_value",
		);
	}
}

/** Reasoning that was not stored must be brought along sealed. */
function checkReasoning(exchange: Exchange, item: JsonRecord, at: string): void {
	const { id, encrypted_content: sealed } = item;
	if (sealed == null && Array.isArray(item.content)) return;
	if (sealed == null) storedItem(exchange, String(id));
	else if (!isSealed(sealed)) {
		throw invalidRequest(
			`The encrypted content for item ${id} could not be verified. Reason: Encrypted content could not be decrypted or parsed.`,
			`${at}.encrypted_content`,
			"invalid_encrypted_content",
		);
	}
}

/** Throws unless each call has an output somewhere after it, and each output its call before it. */
function checkCalls(items: readonly JsonRecord[]): void {
	const open = new Set<unknown>();
	const called = new Set<unknown>();
	for (const { type, call_id } of items) {
		if (type === "function_call") {
			open.add(call_id);
			called.add(call_id);
		} else if (type === "function_call_output") {
			open.delete(call_id);
			if (!called.has(call_id))
				throw invalidRequest(`No tool call found for function call output with call_id ${call_id}.`, "input");
		}
	}
	const [first] = open;
	if (first !== undefined) throw invalidRequest(`No tool output found for function call ${first}.`, "input");
}

/** The text of an item's parts, and how many of them are images. */
export function contentOf(content: unknown): { readonly text: string; readonly images: number } {
	if (typeof content === "string") return { text: content, images: 0 };
	const parts = listOf(content).filter(isRecord);
	const texts = parts.flatMap((part) => [part.text, part.refusal]).filter((text) => typeof text === "string");
	return { text: texts.join(" "), images: parts.filter((part) => part.type === "input_image").length };
}

import { invalid } from "./anthropic-error.ts";
import { signatureOf } from "./anthropic-signature.ts";
import { isRecord, type JsonRecord, listOf, unknownKey } from "./json.ts";

const KEYS: Readonly<Record<string, readonly string[]>> = {
	text: ["text", "cache_control", "citations"],
	image: ["source", "cache_control", "transformations"],
	document: ["source", "cache_control", "citations", "context", "title"],
	tool_use: ["id", "name", "input", "cache_control", "caller", "toolset_name"],
	tool_result: ["tool_use_id", "content", "is_error", "cache_control", "toolset_name"],
	thinking: ["thinking", "signature"],
	redacted_thinking: ["data"],
};
/** Blocks of tools that run at the vendor: taken as they come. */
const SERVER_BLOCK =
	/^(server_tool_use|mcp_tool_use|search_result|container_upload|compaction|tool_addition|.+_tool_result)$/;
const ONLY_IN: Readonly<Record<string, string>> = {
	tool_use: "assistant",
	thinking: "assistant",
	redacted_thinking: "assistant",
	tool_result: "user",
	image: "user",
};
/** What a document's source of each kind must have. */
const DOCUMENT_SOURCES: Readonly<Record<string, readonly [member: string, mediaType?: string]>> = {
	base64: ["data", "application/pdf"],
	text: ["data", "text/plain"],
	url: ["url"],
	content: ["content"],
	file: ["file_id"],
};

/** A block's content as a list: text stands for one text block. */
export function blocksOf(content: unknown): readonly JsonRecord[] {
	return typeof content === "string" ? [{ type: "text", text: content }] : listOf(content).filter(isRecord);
}

/** Throws what Anthropic answers to a block it does not accept. `at` is its place, such as `messages.0.content.1`. */
export function checkBlock(value: unknown, at: string, role: string): void {
	if (!isRecord(value)) throw invalid(`${at}: Input should be an object`);
	const type = String(value.type);
	if (SERVER_BLOCK.test(type)) return;
	const keys = KEYS[type];
	if (keys === undefined) {
		throw invalid(
			`${at}: Input tag '${type}' found using 'type' does not match any of the expected tags: ${Object.keys(KEYS)
				.map((key) => `'${key}'`)
				.join(", ")}`,
		);
	}
	const unknown = unknownKey(value, ["type", ...keys]);
	if (unknown !== undefined) throw invalid(`${at}.${type}.${unknown}: Extra inputs are not permitted`);
	const home = ONLY_IN[type];
	if (home !== undefined && home !== role)
		throw invalid(`${at}: \`${type}\` blocks can only be in \`${home}\` messages`);
	checkCacheControl(value.cache_control, `${at}.${type}.cache_control`);
	CHECKS[type]?.(value, at, role);
}

/** Throws unless `value` is absent or `{ type: "ephemeral", ttl?: "5m" | "1h" }`. */
export function checkCacheControl(value: unknown, at: string): void {
	if (value == null) return;
	if (!isRecord(value) || value.type !== "ephemeral") throw invalid(`${at}.type: Input should be 'ephemeral'`);
	if (value.ttl !== undefined && value.ttl !== "5m" && value.ttl !== "1h")
		throw invalid(`${at}.ephemeral.ttl: Input should be '5m' or '1h'`);
	const unknown = unknownKey(value, ["type", "ttl"]);
	if (unknown !== undefined) throw invalid(`${at}.ephemeral.${unknown}: Extra inputs are not permitted`);
}

const CHECKS: Readonly<Record<string, (block: JsonRecord, at: string, role: string) => void>> = {
	text({ text }, at) {
		if (typeof text !== "string")
			throw invalid(`${at}.text.text: ${text === undefined ? "Field required" : "Input should be a valid string"}`);
		if (text === "") throw invalid("messages: text content blocks must be non-empty");
		if (text.trim() === "") throw invalid("messages: text content blocks must contain non-whitespace text");
	},
	image({ source }, at) {
		const kind = isRecord(source) ? source.type : undefined;
		if (!isRecord(source) || !["base64", "url", "file"].includes(String(kind)))
			throw invalid(`${at}.image.source: Field required`);
		if (kind === "base64" && !/^image\/(jpeg|png|gif|webp)$/.test(String(source.media_type))) {
			throw invalid(
				`${at}.image.source.base64.media_type: Input should be 'image/jpeg', 'image/png', 'image/gif' or 'image/webp'`,
			);
		}
		if (kind === "base64" && (typeof source.data !== "string" || !/^[A-Za-z0-9+/]+=*$/.test(source.data))) {
			throw invalid(`${at}.image.source.base64: invalid base64 data`);
		}
		if (kind === "url" && !/^https?:\/\//.test(String(source.url)))
			throw invalid(`${at}.image.source.url.url: Only HTTPS URLs are supported.`);
	},
	document({ source }, at) {
		const { type, ...given } = isRecord(source) ? source : {};
		const wanted = DOCUMENT_SOURCES[String(type)];
		if (wanted === undefined) throw invalid(`${at}.document.source: Field required`);
		const [member, mediaType] = wanted;
		const place = `${at}.document.source.${type}`;
		if (given[member] === undefined) throw invalid(`${place}.${member}: Field required`);
		if (mediaType !== undefined && given.media_type !== mediaType)
			throw invalid(`${place}.media_type: Input should be '${mediaType}'`);
	},
	tool_use({ id, name, input }, at) {
		checkId(id, `${at}.tool_use.id`);
		if (typeof name !== "string" || name === "") throw invalid(`${at}.tool_use.name: Field required`);
		if (!isRecord(input)) throw invalid(`${at}.tool_use.input: Input should be a valid dictionary`);
	},
	tool_result({ tool_use_id, content, is_error }, at, role) {
		checkId(tool_use_id, `${at}.tool_result.tool_use_id`);
		if (is_error !== undefined && typeof is_error !== "boolean")
			throw invalid(`${at}.tool_result.is_error: Input should be a valid boolean`);
		if (content === undefined || typeof content === "string") return;
		if (!Array.isArray(content)) throw invalid(`${at}.tool_result.content: Input should be a valid string or list`);
		for (const [index, block] of content.entries()) checkBlock(block, `${at}.tool_result.content.${index}`, role);
	},
	thinking({ thinking, signature }, at) {
		if (typeof thinking !== "string") throw invalid(`${at}.thinking.thinking: Field required`);
		if (typeof signature !== "string") throw invalid(`${at}.thinking.signature: Field required`);
		if (signature !== signatureOf(thinking)) throw invalid(`${at}: Invalid \`signature\` in \`thinking\` block`);
	},
	redacted_thinking({ data }, at) {
		if (typeof data !== "string") throw invalid(`${at}.redacted_thinking.data: Field required`);
	},
};

function checkId(id: unknown, at: string): void {
	if (typeof id !== "string") throw invalid(`${at}: Field required`);
	if (!/^[a-zA-Z0-9_-]+$/.test(id)) throw invalid(`${at}: String should match pattern '^[a-zA-Z0-9_-]+$'`);
}

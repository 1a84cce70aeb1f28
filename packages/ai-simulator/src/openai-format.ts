import { isRecord, type JsonRecord, unknownKey } from "./json.ts";
import {
	invalidRequest,
	missing,
	unknownParameter,
	unsupportedValue,
	wrongPattern,
	wrongType,
} from "./openai-error.ts";
import type { Prompt } from "./prompt.ts";
import { strictSchemaProblem } from "./strict-schema.ts";

/** `response_format`; `messages` must say "json" for `json_object`, and a strict schema must be fit for strict mode. */
export function readFormat(value: unknown, messages: readonly JsonRecord[]): Prompt["format"] {
	if (value == null) return undefined;
	const { type, json_schema: envelope } = isRecord(value) ? value : {};
	if (type === "text") return undefined;
	if (type === "json_object") {
		if (messages.some((message) => /json/i.test(JSON.stringify(message.content ?? "")))) return {};
		throw invalidRequest(
			"'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
			"messages",
		);
	}
	if (type !== "json_schema")
		throw unsupportedValue("response_format.type", type, ["json_object", "json_schema", "text"]);
	return readEnvelope(envelope, "response_format.json_schema");
}

/** `text.format` of the Responses format, where the schema's name stands beside it. */
export function readFlatFormat(value: unknown, items: readonly JsonRecord[]): Prompt["format"] {
	if (value == null) return undefined;
	if (!isRecord(value)) throw wrongType("text.format", "an object", value);
	const { type, ...envelope } = value;
	if (type === "text") return undefined;
	if (type === "json_schema") return readEnvelope(envelope, "text.format");
	if (type !== "json_object") throw unsupportedValue("text.format.type", type, ["json_object", "json_schema", "text"]);
	if (items.some((item) => /json/i.test(JSON.stringify(item.content ?? "")))) return {};
	throw invalidRequest(
		"Response input messages must contain the word 'json' in some form to use 'text.format' of type 'json_object'.",
		"input",
	);
}

function readEnvelope(envelope: unknown, at: string): Prompt["format"] {
	if (!isRecord(envelope)) throw missing(at);
	const { name, schema, strict } = envelope;
	if (typeof name !== "string") throw missing(`${at}.name`);
	if (!/^[a-zA-Z0-9_-]{1,64}$/.test(name)) throw wrongPattern(`${at}.name`);
	const unknown = unknownKey(envelope, ["name", "description", "schema", "strict"]);
	if (unknown !== undefined) throw unknownParameter(`${at}.${unknown}`);
	const problem = strict === true ? strictSchemaProblem(schema) : undefined;
	if (problem !== undefined)
		throw invalidRequest(`Invalid schema for response_format '${name}': ${problem}`, at.replace(".json_schema", ""));
	return isRecord(schema) ? { schema } : {};
}

import { checkCacheControl } from "./anthropic-blocks.ts";
import { invalid } from "./anthropic-error.ts";
import { isRecord, type JsonRecord, unknownKey } from "./json.ts";
import type { Prompt, PromptTool } from "./prompt.ts";
import { structuredSchemaProblem } from "./structured-schema.ts";

const TOOL_KEYS =
	"type name description input_schema cache_control strict defer_loading allowed_callers eager_input_streaming input_examples".split(
		" ",
	);

/** The caller's own tools; throws what Anthropic answers to tools it does not accept. Tools that run at Anthropic are left out. */
export function readTools(value: unknown): PromptTool[] {
	if (value === undefined) return [];
	if (!Array.isArray(value)) throw invalid("tools: Input should be a valid list");
	const tools = value.flatMap(readTool);
	if (new Set(tools.map((tool) => tool.name)).size < tools.length) throw invalid("tools: Tool names must be unique.");
	return tools;
}

function readTool(tool: unknown, index: number): PromptTool[] {
	if (!isRecord(tool)) throw invalid(`tools.${index}: Input should be an object`);
	if (typeof tool.type === "string" && /_\d{8}$/.test(tool.type)) return [];
	const at = `tools.${index}.custom`;
	if (tool.type != null && tool.type !== "custom") {
		throw invalid(
			`tools.${index}: Input tag '${tool.type}' found using 'type' does not match any of the expected tags: 'custom', 'bash_20250124', 'text_editor_20250728', 'web_search_20250305'`,
		);
	}
	const unknown = unknownKey(tool, TOOL_KEYS);
	if (unknown !== undefined) throw invalid(`${at}.${unknown}: Extra inputs are not permitted`);
	const { name, input_schema: schema } = tool;
	if (typeof name !== "string") throw invalid(`${at}.name: Field required`);
	if (!/^[a-zA-Z0-9_-]{1,128}$/.test(name))
		throw invalid(`${at}.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'`);
	if (tool.description !== undefined && typeof tool.description !== "string")
		throw invalid(`${at}.description: Input should be a valid string`);
	if (!isRecord(schema)) throw invalid(`${at}.input_schema: Field required`);
	if (schema.type !== "object")
		throw invalid(
			`${at}.input_schema.type: ${schema.type === undefined ? "Field required" : "Input should be 'object'"}`,
		);
	if (["oneOf", "allOf", "anyOf"].some((key) => key in schema))
		throw invalid(`${at}.input_schema: input_schema does not support oneOf, allOf, or anyOf at the top level`);
	const problem = tool.strict === true ? structuredSchemaProblem(schema) : undefined;
	if (problem !== undefined) throw invalid(`${at}.input_schema: ${problem}`);
	checkCacheControl(tool.cache_control, `${at}.cache_control`);
	return [{ name, parameters: schema }];
}

/** `tool_choice` and whether several tools may be called in one answer. */
export function readToolChoice(
	{ tool_choice: value, tools: declared, thinking }: JsonRecord,
	tools: readonly PromptTool[],
): Pick<Prompt, "toolChoice" | "parallelTools"> {
	if (value === undefined) return { toolChoice: "auto", parallelTools: true };
	const kind = isRecord(value) ? String(value.type) : String(value);
	if (!isRecord(value) || !["auto", "any", "tool", "none"].includes(kind)) {
		throw invalid(
			`tool_choice: Input tag '${kind}' found using 'type' does not match any of the expected tags: 'any', 'auto', 'none', 'tool'`,
		);
	}
	const unknown = unknownKey(value, [
		"type",
		...(kind === "tool" ? ["name"] : []),
		...(kind === "none" ? [] : ["disable_parallel_tool_use"]),
	]);
	if (unknown !== undefined) throw invalid(`tool_choice.${kind}.${unknown}: Extra inputs are not permitted`);
	if (declared === undefined && kind !== "none")
		throw invalid("tool_choice: tool_choice may only be specified while providing tools");
	const forced = kind === "any" || kind === "tool";
	if (forced && isRecord(thinking) && thinking.type === "enabled")
		throw invalid("Thinking may not be enabled when tool_choice forces tool use.");
	const parallelTools = value.disable_parallel_tool_use !== true;
	if (kind !== "tool")
		return { toolChoice: kind === "any" ? "required" : kind === "none" ? "none" : "auto", parallelTools };
	const name = String(value.name);
	if (!tools.some((tool) => tool.name === name))
		throw invalid(`tool_choice: Tool '${name}' not found in provided tools`);
	return { toolChoice: { name }, parallelTools };
}

import { isRecord, listOf, unknownKey } from "./json.ts";
import {
	invalidRequest,
	missing,
	unknownParameter,
	unsupportedValue,
	wrongPattern,
	wrongType,
} from "./openai-error.ts";
import type { Prompt, PromptTool } from "./prompt.ts";
import { looseSchemaProblem, strictSchemaProblem } from "./strict-schema.ts";

/** Tools that run at OpenAI, or are called in another way: taken as they come, never called. */
const OTHER_TOOLS = `
	file_search web_search web_search_2025_08_26 web_search_preview web_search_preview_2025_03_11 computer
	computer_use_preview mcp code_interpreter image_generation local_shell shell custom apply_patch namespace tool_search
	programmatic_tool_calling
`
	.trim()
	.split(/\s+/);
const KEYS = [
	"type",
	"name",
	"description",
	"parameters",
	"strict",
	"async",
	"defer_loading",
	"allowed_callers",
	"output_schema",
];

/** The functions among `tools`, in the flat form; throws what OpenAI answers to tools it does not accept. */
export function readResponsesTools(value: unknown): PromptTool[] {
	if (value == null) return [];
	if (!Array.isArray(value)) throw wrongType("tools", "an array of objects", value);
	return value.flatMap((tool, index) => readTool(tool, `tools[${index}]`));
}

function readTool(tool: unknown, at: string): PromptTool[] {
	if (!isRecord(tool)) throw wrongType(at, "an object", tool);
	if (tool.type === undefined) throw missing(`${at}.type`);
	if (OTHER_TOOLS.includes(String(tool.type))) return [];
	if (tool.type !== "function") throw unsupportedValue(`${at}.type`, tool.type, ["function", ...OTHER_TOOLS]);
	const { name, parameters, strict } = tool;
	// Chat completions put everything into `function`.
	if (name === undefined) throw missing(`${at}.name`);
	if (typeof name !== "string" || !/^[a-zA-Z0-9_-]{1,64}$/.test(name)) throw wrongPattern(`${at}.name`);
	const unknown = unknownKey(tool, KEYS);
	if (unknown !== undefined) throw unknownParameter(`${at}.${unknown}`);
	const problem = strict === true ? strictSchemaProblem(parameters) : looseSchemaProblem(parameters);
	if (problem === undefined) return [{ name, parameters }];
	const message = `Invalid schema for function '${name}': ${problem}`;
	throw invalidRequest(message, `${at}.parameters`, "invalid_function_parameters");
}

/** `tool_choice` for these tools; throws what OpenAI answers to one it does not accept. */
export function readResponsesToolChoice(value: unknown, tools: readonly PromptTool[]): Prompt["toolChoice"] {
	if (value == null) return "auto";
	if (value === "auto" || value === "none") return value;
	if (value === "required") {
		if (tools.length > 0) return value;
		throw invalidRequest("Tool choice 'required' must be specified with 'tools' parameter.", "tool_choice");
	}
	if (!isRecord(value)) throw unsupportedValue("tool_choice", value, ["none", "auto", "required"]);
	if (value.type === "allowed_tools") return value.mode === "required" ? "required" : "auto";
	if (value.type !== "function") return "auto";
	const { name } = value;
	if (typeof name !== "string") throw missing("tool_choice.name");
	if (tools.some((tool) => tool.name === name)) return { name };
	throw invalidRequest(`Tool choice 'function' not found in 'tools' parameter.`, "tool_choice");
}

/** `tools` as a response repeats them. */
export function echoedTools(value: unknown): unknown[] {
	return listOf(value).map((tool) =>
		isRecord(tool) && tool.type === "function" ? { description: null, parameters: null, strict: true, ...tool } : tool,
	);
}

import { isRecord, unknownKey } from "./json.ts";
import {
	emptyArray,
	invalidRequest,
	missing,
	unknownParameter,
	unsupportedValue,
	wrongPattern,
	wrongType,
} from "./openai-error.ts";
import type { Prompt, PromptTool } from "./prompt.ts";
import { looseSchemaProblem, strictSchemaProblem } from "./strict-schema.ts";

/** The tools of a request; throws what OpenAI answers to tools it does not accept. */
export function readTools(value: unknown): PromptTool[] {
	if (value == null) return [];
	if (!Array.isArray(value)) throw wrongType("tools", "an array of objects", value);
	if (value.length === 0) throw emptyArray("tools");
	return value.map((tool, index) => readTool(tool, `tools[${index}]`));
}

function readTool(tool: unknown, at: string): PromptTool {
	if (!isRecord(tool)) throw wrongType(at, "an object", tool);
	if (tool.type !== "function") throw missing(`${at}.type`);
	const declared = tool.function;
	if (!isRecord(declared)) throw missing(`${at}.function`);
	const outer = unknownKey(tool, ["type", "function"]);
	if (outer !== undefined) throw unknownParameter(`${at}.${outer}`);
	const inner = unknownKey(declared, ["name", "description", "parameters", "strict"]);
	if (inner !== undefined) throw unknownParameter(`${at}.function.${inner}`);
	const { name, description, parameters, strict } = declared;
	if (typeof name !== "string" || !/^[a-zA-Z0-9_-]{1,64}$/.test(name)) throw wrongPattern(`${at}.function.name`);
	if (description != null && typeof description !== "string")
		throw wrongType(`${at}.function.description`, "a string", description);
	const problem = strict === true ? strictSchemaProblem(parameters) : looseSchemaProblem(parameters);
	if (problem === undefined) return { name, parameters };
	const message = `Invalid schema for function '${name}': ${problem}`;
	throw invalidRequest(message, `${at}.function.parameters`, "invalid_function_parameters");
}

/** `tool_choice` for these tools; throws what OpenAI answers to one it does not accept. */
export function readToolChoice(value: unknown, tools: readonly PromptTool[]): Prompt["toolChoice"] {
	if (value == null) return "auto";
	if (tools.length === 0 && value !== "none") {
		throw invalidRequest(
			"Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.",
			"tool_choice",
		);
	}
	if (value === "auto" || value === "none" || value === "required") return value;
	if (isRecord(value) && value.type === "function" && isRecord(value.function)) {
		const { name } = value.function;
		if (typeof name === "string" && tools.some((tool) => tool.name === name)) return { name };
		throw invalidRequest(`Tool choice '${name}' not found in 'tools' parameter.`, "tool_choice");
	}
	if (isRecord(value) && value.type === "allowed_tools" && isRecord(value.allowed_tools)) {
		return value.allowed_tools.mode === "required" ? "required" : "auto";
	}
	throw unsupportedValue("tool_choice", value, ["none", "auto", "required"]);
}

import type { Exchange } from "./exchange.ts";
import { isRecord, type JsonRecord, unknownKey } from "./json.ts";
import { invalidRequest, unknownParameter, unsupportedValue } from "./openai-error.ts";
import { readFlatFormat } from "./openai-format.ts";
import { refusesReasoning } from "./openai-models.ts";
import { contentOf, readItems } from "./openai-responses-items.ts";
import { conversationUpTo } from "./openai-responses-store.ts";
import { readResponsesToolChoice, readResponsesTools } from "./openai-responses-tools.ts";
import type { Prompt, PromptTurn, Wire } from "./prompt.ts";
import { promptOf } from "./prompt-of.ts";
import { RequestError } from "./request-error.ts";

const PARAMETERS = `
	access_programs background context_management conversation image include input instructions max_output_tokens
	max_tool_calls metadata model moderation parallel_tool_calls previous_response_id prompt prompt_cache_key
	prompt_cache_options prompt_cache_retention reasoning safety_identifier service_tier store stream stream_options
	temperature text tool_choice tools top_logprobs top_p truncation user
`.split(/\s+/);
/** Parameters of chat completions, and what they are called here. */
const MOVED: Readonly<Record<string, string>> = {
	messages: "input",
	response_format: "text.format",
	reasoning_effort: "reasoning.effort",
	max_completion_tokens: "max_output_tokens",
	max_tokens: "max_output_tokens",
};
const INCLUDES = `
	file_search_call.results web_search_call.results web_search_call.action.sources message.input_image.image_url
	computer_call_output.output.image_url code_interpreter_call.outputs reasoning.encrypted_content
	message.output_text.logprobs
`
	.trim()
	.split(/\s+/);
const EFFORTS = ["none", "minimal", "low", "medium", "high", "xhigh", "max"];
const LEAST_OUTPUT_TOKENS = 16;

/** A request for a response, read and checked. */
export interface ResponsesRequest {
	readonly prompt: Prompt;
	/** Its own input, without what a previous response brings along. */
	readonly items: readonly JsonRecord[];
}

/** Reads and checks a request for a response; throws what OpenAI answers to one it does not accept. */
export function readResponses(exchange: Exchange, body: JsonRecord, model: string, wire: Wire): ResponsesRequest {
	checkParameters(body, wire);
	const before = readPrevious(exchange, body.previous_response_id);
	const items = readItems(exchange, body.input, before);
	const tools = readResponsesTools(body.tools);
	const instructions = typeof body.instructions === "string" ? body.instructions : undefined;
	const prompt = promptOf({
		wire,
		model,
		turns: [
			...(instructions === undefined ? [] : [{ role: "system" as const, text: instructions, images: 0 }]),
			...[...before, ...items].map(readTurn),
		],
		tools,
		toolsText: body.tools,
		toolChoice: readResponsesToolChoice(body.tool_choice, tools),
		parallelTools: body.parallel_tool_calls !== false,
		format: readFlatFormat(isRecord(body.text) ? body.text.format : undefined, items),
		reasoning: readReasoning(body.reasoning, model, wire),
		maxTokens: readMaxTokens(body.max_output_tokens, wire),
		stopSequences: [],
		stream: body.stream === true,
		requestNumber: exchange.requestNumber,
	});
	return { prompt, items };
}

function checkParameters(body: JsonRecord, wire: Wire): void {
	const moved = Object.keys(MOVED).find((key) => key in body);
	if (moved !== undefined && wire === "openai") {
		throw invalidRequest(
			`Unsupported parameter: '${moved}'. In the Responses API, this parameter has moved to '${MOVED[moved]}'. Try again with the new parameter. See the API documentation for more information: https://platform.openai.com/docs/api-reference/responses/create.`,
			undefined,
			"unsupported_parameter",
		);
	}
	const unknown = unknownKey(body, PARAMETERS);
	if (unknown !== undefined && wire === "openai") throw unknownParameter(unknown);
	for (const [index, name] of [body.include ?? []].flat().entries()) {
		if (!INCLUDES.includes(String(name))) throw unsupportedValue(`include[${index}]`, name, INCLUDES);
	}
	if (body.stream_options != null && body.stream !== true) {
		throw invalidRequest("The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options");
	}
	if (body.previous_response_id != null && body.conversation != null) {
		throw invalidRequest(
			"Mutually exclusive parameters: 'previous_response_id' and 'conversation' cannot be used together.",
			"previous_response_id",
			"mutually_exclusive_parameters",
		);
	}
	if (body.conversation != null) throw new RequestError({ status: 404, message: "Conversation not found." });
	if (body.background === true && body.store === false)
		throw invalidRequest("Background mode requires store to be true.", "background");
}

function readPrevious(exchange: Exchange, id: unknown): JsonRecord[] {
	if (id == null) return [];
	const before = conversationUpTo(exchange, id);
	if (before !== undefined) return before;
	throw invalidRequest(
		`Previous response with id '${id}' not found.`,
		"previous_response_id",
		"previous_response_not_found",
	);
}

function readReasoning(reasoning: unknown, model: string, wire: Wire): boolean {
	if (!isRecord(reasoning)) return false;
	const { effort, summary } = reasoning;
	if (effort != null && !EFFORTS.includes(String(effort))) throw unsupportedValue("reasoning.effort", effort, EFFORTS);
	const kinds = ["concise", "detailed", "auto"];
	if (summary != null && !kinds.includes(String(summary))) throw unsupportedValue("reasoning.summary", summary, kinds);
	if (effort == null && summary == null) return false;
	if (wire === "openai" && refusesReasoning(model)) {
		const param = effort == null ? "reasoning.summary" : "reasoning.effort";
		throw invalidRequest(
			`Unsupported parameter: '${param}' is not supported with this model.`,
			param,
			"unsupported_parameter",
		);
	}
	return effort !== "none";
}

function readMaxTokens(value: unknown, wire: Wire): number | undefined {
	if (value == null) return undefined;
	const param = "max_output_tokens";
	if (typeof value !== "number" || !Number.isInteger(value))
		throw invalidRequest(`Invalid type for '${param}': expected an integer.`, param, "invalid_type");
	const least = wire === "openai" ? LEAST_OUTPUT_TOKENS : 1;
	if (value >= least) return value;
	throw invalidRequest(
		`Invalid '${param}': integer below minimum value. Expected a value >= ${least}, but got ${value} instead.`,
		param,
		"integer_below_min_value",
	);
}

function readTurn(item: JsonRecord): PromptTurn {
	switch (item.type ?? "message") {
		case "function_call":
			return { role: "assistant", text: JSON.stringify({ name: item.name, arguments: item.arguments }), images: 0 };
		case "function_call_output":
			return { role: "tool", ...contentOf(item.output) };
		case "message": {
			const { role } = item;
			const known = role === "user" || role === "assistant" ? role : "system";
			return { role: known, ...contentOf(item.content) };
		}
		default:
			return { role: "assistant", text: "", images: 0 };
	}
}

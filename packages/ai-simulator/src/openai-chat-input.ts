import type { Exchange } from "./exchange.ts";
import { isRecord, type JsonRecord, listOf, unknownKey } from "./json.ts";
import { invalidRequest, unknownParameter } from "./openai-error.ts";
import { readFormat } from "./openai-format.ts";
import { checkMessages } from "./openai-messages.ts";
import { checkSampling } from "./openai-sampling.ts";
import { readToolChoice, readTools } from "./openai-tools.ts";
import type { Prompt, PromptTurn } from "./prompt.ts";
import { promptOf } from "./prompt-of.ts";
import { RequestError } from "./request-error.ts";

const PARAMETERS = `
	audio frequency_penalty function_call functions logit_bias logprobs max_completion_tokens max_tokens messages
	metadata modalities model moderation n parallel_tool_calls prediction presence_penalty prompt_cache_key
	prompt_cache_options prompt_cache_retention reasoning_effort response_format safety_identifier seed service_tier
	stop store stream stream_options temperature tool_choice tools top_logprobs top_p user verbosity
	web_search_options
`.split(/\s+/);

/** Reads and checks a chat completion request; throws what OpenAI answers to one it does not accept. */
export function readChat(exchange: Exchange, body: JsonRecord, model: string): Prompt {
	if (/^(text-embedding|text-moderation|omni-moderation|dall-e|tts|whisper)-/.test(model)) {
		throw new RequestError({
			status: 404,
			message:
				"This is not a chat model and thus not supported in the v1/chat/completions endpoint. Did you mean to use v1/completions?",
			param: "model",
		});
	}
	const messages = checkMessages(body.messages);
	const unknown = unknownKey(body, PARAMETERS);
	if (unknown !== undefined) throw unknownParameter(unknown);
	checkSampling(body, model);
	const tools = readTools(body.tools);
	const toolChoice = readToolChoice(body.tool_choice, tools);
	if (body.parallel_tool_calls != null && tools.length === 0) {
		throw invalidRequest(
			"Invalid value for 'parallel_tool_calls': 'parallel_tool_calls' is only allowed when 'tools' are specified.",
			"parallel_tool_calls",
		);
	}
	if (body.stream_options != null && body.stream !== true) {
		throw invalidRequest("The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options");
	}
	return promptOf({
		wire: "openai",
		model,
		turns: messages.map(readTurn),
		tools,
		toolsText: body.tools,
		toolChoice,
		parallelTools: body.parallel_tool_calls !== false,
		format: readFormat(body.response_format, messages),
		reasoning: typeof body.reasoning_effort === "string" && body.reasoning_effort !== "none",
		maxTokens: readMaxTokens(body, model),
		stopSequences: [body.stop].flat().filter((stop) => typeof stop === "string"),
		stream: body.stream === true,
		requestNumber: exchange.requestNumber,
	});
}

function readMaxTokens(body: JsonRecord, model: string): number | undefined {
	if (body.max_tokens != null && /^(o\d|gpt-5)/.test(model)) {
		throw invalidRequest(
			"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
			"max_tokens",
			"unsupported_parameter",
		);
	}
	if (body.max_tokens != null && body.max_completion_tokens != null) {
		throw invalidRequest(
			"Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.",
			"max_completion_tokens",
		);
	}
	const param = body.max_tokens == null ? "max_completion_tokens" : "max_tokens";
	const value = body[param];
	if (value == null) return undefined;
	if (typeof value !== "number" || !Number.isInteger(value))
		throw invalidRequest(`Invalid type for '${param}': expected an integer.`, param, "invalid_type");
	if (value < 1)
		throw invalidRequest(
			`Invalid '${param}': integer below minimum value. Expected a value >= 1, but got ${value} instead.`,
			param,
			"integer_below_min_value",
		);
	return value;
}

function readTurn({ role, content, tool_calls }: JsonRecord): PromptTurn {
	const parts = typeof content === "string" ? [{ type: "text", text: content }] : listOf(content).filter(isRecord);
	const texts = parts.flatMap((part) => [part.text, part.refusal]).filter((text) => typeof text === "string");
	const calls = listOf(tool_calls).map((call) => (isRecord(call) ? JSON.stringify(call.function ?? call.custom) : ""));
	return {
		role:
			role === "developer" || role === "system"
				? "system"
				: role === "function"
					? "tool"
					: (role as PromptTurn["role"]),
		text: [...texts, ...calls].join(" "),
		images: parts.filter((part) => part.type === "image_url").length,
	};
}

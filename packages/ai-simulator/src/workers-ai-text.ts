import { answerPrompt } from "./answer.ts";
import { isRecord } from "./json.ts";
import { CONTEXT_WINDOWS } from "./models.ts";
import type { Prompt } from "./prompt.ts";
import type { ModelCall, Task } from "./workers-ai-call.ts";
import { chatFrames, chatResult } from "./workers-ai-chat.ts";
import { badInput } from "./workers-ai-check.ts";
import { platformError } from "./workers-ai-error.ts";
import { runGuard } from "./workers-ai-guard.ts";
import { readText, type TextFamily } from "./workers-ai-input.ts";
import { legacyFrames, legacyResult } from "./workers-ai-legacy.ts";
import { checkLicense } from "./workers-ai-license.ts";
import { runGptOss } from "./workers-ai-responses.ts";

/** Models that answer in the chat completion format; all others answer `{ response }`. */
const CHAT_FAMILY =
	/^@cf\/(openai|moonshotai|zai-org|nvidia|aisingapore|minimax(ai)?)\/|^@cf\/qwen\/qwen3|^@cf\/google\/gemma-4|^@cf\/deepseek-ai\/deepseek-v/;

const GUARD = /llama-?guard/;

/** The short list of models with JSON mode in the legacy family, as the platform's documentation has it. */
const JSON_MODE =
	/\/(meta-)?llama-3(\.1)?-(8b|70b)-instruct|llama-3\.3-70b-instruct-fp8-fast$|hermes-2-pro|deepseek-coder-6\.7b-instruct|deepseek-r1-distill-qwen-32b$/;

/** Text generation, in the family that the model's name tells. */
export const runText: Task = async (call) => {
	const { exchange, model, inputs } = call;
	if (GUARD.test(model)) return runGuard(call);
	checkLicense(call);
	if (/\/gpt-oss/.test(model) && inputs.input !== undefined) return runGptOss(call);
	const { prompt, isChat } = readModelText(call);
	if (!isChat && hasEnvelope(prompt.format)) throw platformError(5004, "JSON Mode couldn't be met");
	const answer = await answerPrompt(exchange, { ...prompt, format: unwrapped(prompt.format) });
	if (prompt.stream) {
		return { frames: isChat ? chatFrames(exchange, model, answer) : legacyFrames(exchange, model, answer), answer };
	}
	return { json: isChat ? chatResult(exchange, model, answer) : legacyResult(prompt, answer), answer };
};

/** `POST /v1/chat/completions`: every text model in the chat completion format, its schema in OpenAI's envelope. */
export const runChatCompletion: Task = async (call) => {
	const { exchange, model } = call;
	if (GUARD.test(model)) {
		const { answer } = await runGuard(call);
		return { json: chatResult(exchange, model, answer), answer };
	}
	checkLicense(call);
	const { prompt } = readModelText(call);
	if (prompt.format?.schema !== undefined && !hasEnvelope(prompt.format)) {
		throw badInput("required properties at '/response_format/json_schema' are 'name,schema'");
	}
	const answer = await answerPrompt(exchange, { ...prompt, format: unwrapped(prompt.format) });
	return prompt.stream
		? { frames: chatFrames(exchange, model, answer), answer }
		: { json: chatResult(exchange, model, answer), answer };
};

function readModelText({ exchange, model, inputs }: ModelCall): { readonly prompt: Prompt; readonly isChat: boolean } {
	const isChat = CHAT_FAMILY.test(model);
	const prompt = readText(exchange, model, inputs, isChat ? CHAT : LEGACY);
	checkReasoning(model, inputs.reasoning_effort);
	checkContext(prompt);
	if (!isChat && prompt.format !== undefined) {
		if (!JSON_MODE.test(model)) throw platformError(5025);
		if (prompt.stream) throw platformError(5023);
	}
	return { prompt, isChat };
}

const CHAT: TextFamily = { defaultMaxTokens: undefined, takesRemoteImages: true };
const LEGACY: TextFamily = { defaultMaxTokens: 256, takesRemoteImages: false };

/** Whether the schema lies in OpenAI's envelope: the legacy family's own interface takes only the bare one. */
function hasEnvelope(format: Prompt["format"]): boolean {
	return format?.schema !== undefined && isRecord(format.schema.schema) && !("type" in format.schema);
}

function unwrapped(format: Prompt["format"]): Prompt["format"] {
	const schema = format?.schema?.schema;
	return hasEnvelope(format) && isRecord(schema) ? { schema } : format;
}

/** gpt-oss cannot be told not to think. */
function checkReasoning(model: string, effort: unknown): void {
	if (effort == null) return;
	const efforts = /gpt-oss/.test(model)
		? ["low", "medium", "high"]
		: ["none", "minimal", "low", "medium", "high", "xhigh", "max"];
	if (!efforts.includes(String(effort)))
		throw badInput(`enum ${effort} not in ${efforts.join(",")} at '/reasoning_effort'`);
}

function checkContext({ model, inputTokens, maxTokens = 0 }: Prompt): void {
	const window = CONTEXT_WINDOWS[model] ?? Number.POSITIVE_INFINITY;
	const tokens = inputTokens + maxTokens;
	if (tokens <= window) return;
	throw platformError(
		5021,
		`The estimated number of input and maximum output tokens (${tokens}) exceeded this model context window limit (${window}).`,
	);
}

import { answerPrompt } from "./answer.ts";
import { chatFrames, chatResult } from "./workers-ai-chat.ts";
import { platformError } from "./workers-ai-error.ts";
import { readText, type TextFamily } from "./workers-ai-input.ts";
import { legacyFrames, legacyResult } from "./workers-ai-legacy.ts";
import type { Task } from "./workers-ai-run.ts";

/** Models that answer in the chat completion format; all others answer `{ response }`. */
const CHAT_FAMILY =
	/^@cf\/(openai|moonshotai|zai-org|nvidia)\/|^@cf\/qwen\/qwen3|^@cf\/google\/gemma-4|^@cf\/deepseek-ai\/deepseek-v/;
const CHAT: TextFamily = { defaultMaxTokens: undefined, takesRemoteImages: true };
const LEGACY: TextFamily = { defaultMaxTokens: 256, takesRemoteImages: false };

/** Text generation. gpt-oss takes `messages` here; its `input` (the Responses format) is not simulated. */
export const runText: Task = async (exchange, model, inputs) => {
	const isChat = CHAT_FAMILY.test(model);
	const prompt = readText(exchange, model, inputs, isChat ? CHAT : LEGACY);
	if (!isChat && prompt.format !== undefined) {
		if (/llama-3\.2-/.test(model)) throw platformError(5025);
		if (prompt.stream) throw platformError(5023);
		// The legacy family takes the bare schema, not OpenAI's envelope around it.
		const { schema } = prompt.format;
		if (schema !== undefined && "schema" in schema && !("type" in schema))
			throw platformError(5004, "JSON Mode couldn't be met");
	}
	const envelope = prompt.format?.schema;
	const unwrapped =
		isChat && envelope !== undefined && "schema" in envelope && !("type" in envelope) ? envelope.schema : envelope;
	const format =
		prompt.format && (unwrapped === undefined ? {} : { schema: unwrapped as Readonly<Record<string, unknown>> });
	const answer = await answerPrompt(exchange, { ...prompt, format });
	if (isChat) {
		return prompt.stream
			? { frames: chatFrames(exchange, model, answer), answer }
			: { json: chatResult(exchange, model, answer), answer };
	}
	return prompt.stream
		? { frames: legacyFrames(exchange, model, answer), answer }
		: { json: legacyResult(prompt, answer), answer };
};

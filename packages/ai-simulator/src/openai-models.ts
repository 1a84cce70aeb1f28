import { CREATED_SECONDS } from "./chat-completion.ts";
import type { Exchange } from "./exchange.ts";
import type { JsonRecord } from "./json.ts";
import { openaiHeaders } from "./openai-headers.ts";
import { RequestError } from "./request-error.ts";
import { respondJson } from "./respond.ts";

/** Names as OpenAI gives them, dated ones included; `ft:` stands before a fine-tuned one. */
const NAMES =
	/^(ft:)?(gpt-|o\d|chatgpt-|codex-|computer-use-|text-embedding-|text-moderation-|omni-moderation-|davinci-|babbage-|dall-e-|tts-|whisper-|sora-)/;
const LISTED = `
	gpt-5.2 gpt-5.1 gpt-5 gpt-5-mini gpt-5-nano gpt-4.1 gpt-4.1-mini gpt-4.1-nano gpt-4o gpt-4o-mini o3 o4-mini
	omni-moderation-latest text-embedding-3-large text-embedding-3-small text-embedding-ada-002
`
	.trim()
	.split(/\s+/);

/** Whether OpenAI would have a model of this name; `no-such-model` never exists. */
export function isOpenaiModel(exchange: Exchange, model: string): boolean {
	if (model.startsWith("no-such-model")) return false;
	return exchange.settings.anyModel || NAMES.test(model);
}

/** Whether a model cannot reason, and refuses to be asked for it. */
export function refusesReasoning(model: string): boolean {
	return /^(ft:)?(gpt-[34]|chatgpt-)/.test(model);
}

/** Whether a model always reasons, and refuses what would change how its words are drawn. */
export function refusesSampling(model: string): boolean {
	return /^(o\d|gpt-5(-mini|-nano)?(-\d{4}|$))/.test(model);
}

/** `GET /models` and `GET /models/{model}`. */
export function openaiModels(exchange: Exchange, name: string | undefined): Response {
	const headers = openaiHeaders(exchange);
	if (name === undefined) return respondJson(exchange, { object: "list", data: LISTED.map(modelOf) }, { headers });
	if (isOpenaiModel(exchange, name)) return respondJson(exchange, modelOf(name), { headers });
	throw new RequestError({
		status: 404,
		message: `The model '${name}' does not exist`,
		param: "model",
		code: "model_not_found",
	});
}

function modelOf(id: string): JsonRecord {
	return { id, object: "model", created: CREATED_SECONDS, owned_by: id.startsWith("ft:") ? "user" : "system" };
}

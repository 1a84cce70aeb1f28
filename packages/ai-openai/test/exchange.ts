import { type AiInput, createGateway, type EmbedInput, type RunOutput, type StreamOptions } from "@workkit/ai-core";
import { type OpenAiOptions, openai } from "@workkit/ai-openai";

/** One request as it was sent. */
export interface Sent {
	url: string;
	init: RequestInit;
	headers: Record<string, string>;
	body: Record<string, unknown>;
}

/** A whole answer without content of interest. */
export const answer = {
	id: "chatcmpl-1",
	model: "served",
	choices: [{ index: 0, message: { content: "ok" }, finish_reason: "stop" }],
};

/** A `fetch` that keeps what it is given and answers every request with the same body. */
export function recorder(body: unknown = answer, init?: ResponseInit) {
	const sent: Sent[] = [];
	const fetch = async (url: string, request: RequestInit): Promise<Response> => {
		sent.push({
			url,
			init: request,
			headers: request.headers as Record<string, string>,
			body: JSON.parse(String(request.body)),
		});
		return typeof body === "string" ? new Response(body, init) : Response.json(body, init);
	};
	return { sent, fetch };
}

/** A gateway whose only provider is this one, under the key `mine`. */
export function gatewayOf(options: Partial<OpenAiOptions>) {
	return createGateway({ providers: { mine: openai({ apiKey: "test-key", ...options }) }, defaultProvider: "mine" });
}

/** What a run sends, and answers. */
export async function ran(
	input: AiInput,
	options: StreamOptions = {},
	settings: Partial<OpenAiOptions> = {},
): Promise<Sent & { output: RunOutput }> {
	const { sent, fetch } = recorder();
	const output = await gatewayOf({ fetch, ...settings }).run("test-model", input, options as never);
	return { ...(sent[0] as Sent), output };
}

/** What a stream sends. */
export async function streamed(
	input: AiInput,
	settings: Partial<OpenAiOptions> = {},
	options: StreamOptions = {},
): Promise<Sent> {
	const { sent, fetch } = recorder("data: [DONE]\n\n", { headers: { "content-type": "text/event-stream" } });
	const stream = await gatewayOf({ fetch, ...settings }).stream("test-model", input, options as never);
	await stream.cancel();
	return sent[0] as Sent;
}

/** Embeds against a given answer. */
export async function embedded(input: EmbedInput, body: unknown) {
	const { sent, fetch } = recorder(body);
	const output = await gatewayOf({ fetch }).embed("test-model", input);
	return { ...(sent[0] as Sent), output };
}

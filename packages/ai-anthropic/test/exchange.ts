import { type AnthropicOptions, anthropic } from "@workkit/ai-anthropic";
import { type AiInput, createGateway, type RunOutput, type StreamOptions } from "@workkit/ai-core";

/** One request as it was sent. */
export interface Sent {
	url: string;
	init: RequestInit;
	headers: Record<string, string>;
	body: Record<string, unknown>;
}

/** A whole answer with the given content. */
export function message(content: unknown, more: Record<string, unknown> = {}) {
	return {
		type: "message",
		id: "msg_1",
		model: "served",
		role: "assistant",
		content,
		stop_reason: "end_turn",
		...more,
	};
}

/** A `fetch` that keeps what it is given and answers every request with the same body. */
export function recorder(body: unknown = message([{ type: "text", text: "ok" }]), init?: ResponseInit) {
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
export function gatewayOf(options: Partial<AnthropicOptions>) {
	return createGateway({ providers: { mine: anthropic({ apiKey: "test-key", ...options }) }, defaultProvider: "mine" });
}

/** What a run sends, and answers. */
export async function ran(
	input: AiInput,
	options: StreamOptions = {},
	settings: Partial<AnthropicOptions> = {},
): Promise<Sent & { output: RunOutput }> {
	const { sent, fetch } = recorder();
	const output = await gatewayOf({ fetch, ...settings }).run("test-model", input, options as never);
	return { ...(sent[0] as Sent), output };
}

/** What a stream sends. */
export async function streamed(input: AiInput, options: StreamOptions = {}): Promise<Sent> {
	const { sent, fetch } = recorder("", { headers: { "content-type": "text/event-stream" } });
	const stream = await gatewayOf({ fetch }).stream("test-model", input, options as never);
	await stream.cancel();
	return sent[0] as Sent;
}

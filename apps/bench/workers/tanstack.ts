import { createWorkersAiChat } from "@cloudflare/tanstack-ai/adapters/workers-ai";
import { type AnyTextAdapter, chat, toServerSentEventsResponse } from "@tanstack/ai";
import { createAnthropicChat } from "@tanstack/ai-anthropic";
import { createOpenaiChatCompletions } from "@tanstack/ai-openai";
import type { Env } from "../../gateway-worker/src/env.ts";
import { withBindings } from "./bindings.ts";
import { workerOf } from "./like-the-demo.ts";

function adapterOf(provider: string, model: string, env: Env): AnyTextAdapter {
	const baseURL = `${env.SIMULATOR_URL}/${provider}`;
	// The names come with the request.
	if (provider === "openai") return createOpenaiChatCompletions(model as "gpt-4o", "key", { baseURL: `${baseURL}/v1` });
	if (provider === "anthropic") return createAnthropicChat(model as "claude-sonnet-4-6", "key", { baseURL } as never);
	return createWorkersAiChat(model, { binding: env.AI as never });
}

export default withBindings(
	workerOf(async ({ provider, model, prompt }, env) =>
		toServerSentEventsResponse(
			chat({ adapter: adapterOf(provider, model, env), messages: [{ role: "user", content: prompt }], stream: true }),
		),
	),
);

import { createAnthropic } from "@ai-sdk/anthropic";
import { createOpenAI } from "@ai-sdk/openai";
import { streamText } from "ai";
import { createWorkersAI } from "workers-ai-provider";
import type { Env } from "../../gateway-worker/src/env.ts";
import { withBindings } from "./bindings.ts";
import { workerOf } from "./like-the-demo.ts";

function modelOf(provider: string, model: string, env: Env) {
	const baseURL = (path: string) => `${env.SIMULATOR_URL}/${path}/v1`;
	if (provider === "openai") return createOpenAI({ apiKey: "key", baseURL: baseURL(provider) }).chat(model);
	if (provider === "anthropic") return createAnthropic({ apiKey: "key", baseURL: baseURL(provider) })(model);
	return createWorkersAI({ binding: env.AI })(model as never);
}

export default withBindings(
	workerOf(async ({ provider, model, prompt }, env, abortSignal) =>
		streamText({
			model: modelOf(provider, model, env),
			messages: [{ role: "user", content: prompt }],
			abortSignal,
			maxRetries: 2,
		}).toUIMessageStreamResponse(),
	),
);

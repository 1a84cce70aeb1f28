import { createGateway } from "@workkit/ai-core";
import { isErrorCode, isWorkkitError, textStream } from "@workkit/ai-gateway";
import { openai } from "@workkit/ai-openai";
import type { Env, Gateway } from "./env.ts";

export async function messages(gateway: Gateway, request: Request) {
	// #region messages
	const answer = await gateway.run(
		"claude-sonnet-4-6",
		{
			messages: [
				{ role: "system", content: "You are a terse librarian." },
				{ role: "user", content: "Who wrote Momo?" },
			],
			maxTokens: 200,
			temperature: 0.2,
		},
		{ provider: "anthropic", timeout: 30_000, signal: request.signal },
	);
	console.log(answer.text);
	// #endregion
	return answer;
}

export async function streaming(gateway: Gateway) {
	// #region streaming
	const stream = await gateway.stream("gpt-5.2", { prompt: "Count to ten." }, { provider: "openai" });
	for await (const delta of textStream(stream)) console.log(delta);
	// #endregion
}

export async function errors(gateway: Gateway) {
	// #region errors
	try {
		await gateway.run("gpt-5.2", { prompt: "Hello" }, { provider: "openai" });
	} catch (error) {
		if (isErrorCode(error, "WORKKIT_RATE_LIMIT")) console.warn("slow down", error.retryStrategy);
		else if (isWorkkitError(error)) console.error(error.code, error.context.vendorMessage);
		else throw error; // the reason of your own abort
	}
	// #endregion
}

export async function oneProvider(env: Env) {
	// #region one-provider
	const gateway = createGateway({
		providers: { openai: openai({ apiKey: env.OPENAI_KEY }) },
		defaultProvider: "openai",
	});
	const { text } = await gateway.run("gpt-5.2", { prompt: "Say hello." });
	// #endregion
	return text;
}

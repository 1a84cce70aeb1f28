// #region worker
import { createGateway, errorToResponse } from "@workkit/ai-gateway";

interface Env {
	AI: Ai;
	OPENAI_KEY: string;
	ANTHROPIC_KEY: string;
}

export default {
	async fetch(request: Request, env: Env): Promise<Response> {
		const gateway = createGateway({
			providers: {
				"workers-ai": { type: "workers-ai", binding: env.AI },
				openai: { type: "openai", apiKey: env.OPENAI_KEY },
				anthropic: { type: "anthropic", apiKey: env.ANTHROPIC_KEY },
			},
			defaultProvider: "workers-ai",
		});

		try {
			const answer = await gateway.run("@cf/meta/llama-3.3-70b-instruct-fp8-fast", { prompt: await request.text() });
			return Response.json({ text: answer.text, usage: answer.usage, finishReason: answer.finishReason });
		} catch (error) {
			return errorToResponse(error);
		}
	},
};
// #endregion

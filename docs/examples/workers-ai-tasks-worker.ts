// #region worker
import { createGateway, errorToResponse, workersAiTasks } from "@workkit/ai-gateway";

interface Env {
	AI: Ai;
}

// What is said in English comes back in French, aloud.
export default {
	async fetch(request: Request, env: Env): Promise<Response> {
		const gateway = createGateway({
			providers: { "workers-ai": { type: "workers-ai", binding: env.AI, tasks: workersAiTasks } },
			defaultProvider: "workers-ai",
		});
		try {
			const { text } = await gateway.transcribe("@cf/openai/whisper-large-v3-turbo", {
				audio: await request.arrayBuffer(),
			});
			const { text: french } = await gateway.translate("@cf/meta/m2m100-1.2b", { text, from: "en", to: "fr" });
			const { audio } = await gateway.speak("@cf/myshell-ai/melotts", { text: french, language: "fr" });
			return new Response(audio.bytes ?? audio.stream, { headers: { "content-type": audio.mediaType } });
		} catch (error) {
			return errorToResponse(error);
		}
	},
};
// #endregion

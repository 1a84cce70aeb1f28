import type { Provider } from "@workkit/ai-core";
import { image } from "./image.ts";
import { type KeylessOpenAiOptions, type OpenAiOptions, openai } from "./openai.ts";
import { speak } from "./speak.ts";
import { createPost } from "./tasks.ts";
import { transcribe } from "./transcribe.ts";

/** What OpenAI can do beside text and vectors. */
export type OpenAiTasks = Required<Pick<Provider, "image" | "transcribe" | "speak">>;

/**
 * OpenAI's pictures, transcripts and speech, and those of services with the same paths, as a provider: spread it beside
 * `openai`, or give it a key of its own. Throws `ConfigError` for a key, header or URL that cannot be sent.
 *
 * @example
 * ```ts
 * import { createGateway } from "@workkit/ai-core";
 * import { openai, openaiTasks } from "@workkit/ai-openai";
 *
 * declare const env: { OPENAI_KEY: string };
 * const options = { apiKey: env.OPENAI_KEY };
 * const gateway = createGateway({
 * 	providers: { openai: { ...openai(options), ...openaiTasks(options) } },
 * 	defaultProvider: "openai",
 * });
 * const { audio } = await gateway.speak("gpt-4o-mini-tts", { text: "Good morning.", voice: "nova" });
 * ```
 */
export function openaiTasks(options: OpenAiOptions | KeylessOpenAiOptions): OpenAiTasks {
	const post = createPost(openai(options));
	return {
		image: (call) => image(post, call),
		transcribe: (call) => transcribe(post, call),
		speak: (call) => speak(post, call),
	};
}

import { type Call, readSound, type SpeechOutput } from "@workkit/ai-core";
import { common, type Post } from "./tasks.ts";

/** Reads a text aloud. The vendor asks for a voice: without one it is `alloy`. */
export async function speak(post: Post, call: Call<"speak">): Promise<SpeechOutput> {
	const { text, voice = "alloy", language, format, stream, ...rest } = call.input;
	const warnings: string[] = [];
	const body = { ...rest, model: call.model, input: text, voice, response_format: format };
	const response = await post(call, "/audio/speech", body, warnings);
	// Samples have no beginning of their own.
	const type = format === "pcm" ? "audio/l16" : undefined;
	return {
		...common(call, null, warnings, { language }),
		audio: await readSound(response.body, stream && call, type),
	};
}

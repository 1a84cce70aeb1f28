import { createGateway } from "@workkit/ai-core";
import { openai, openaiTasks } from "@workkit/ai-openai";

export async function main(): Promise<void> {
	const answer = {
		id: "chatcmpl-1",
		model: "gpt-5",
		choices: [{ index: 0, message: { role: "assistant", content: "hello" }, finish_reason: "stop" }],
		usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
	};
	const provider = openai({ apiKey: "key", fetch: async () => Response.json(answer) });
	const gateway = createGateway({ providers: { openai: provider }, defaultProvider: "openai" });
	const output = await gateway.run("gpt-5", { prompt: "hi" });
	if (output.text !== "hello" || output.usage?.outputTokens !== 1)
		throw new Error(`answered ${JSON.stringify(output)}`);
	const sound = new Response(new Uint8Array([0xff, 0xfb, 0x90, 0x44]));
	const voice = openaiTasks({ apiKey: "key", fetch: async () => sound });
	const speaker = createGateway({ providers: { voice }, defaultProvider: "voice" });
	const { audio } = await speaker.speak("tts-1", { text: "hi" });
	if (audio.mediaType !== "audio/mpeg" || audio.bytes?.length !== 4) throw new Error(`spoke ${audio.mediaType}`);
}

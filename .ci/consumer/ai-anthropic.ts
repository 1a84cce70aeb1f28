import { anthropic } from "@workkit/ai-anthropic";
import { createGateway } from "@workkit/ai-core";

export async function main(): Promise<void> {
	const answer = {
		id: "msg_1",
		type: "message",
		role: "assistant",
		model: "claude-sonnet-4-5",
		content: [{ type: "text", text: "hello" }],
		stop_reason: "end_turn",
		usage: { input_tokens: 1, output_tokens: 1 },
	};
	const provider = anthropic({ apiKey: "key", fetch: async () => Response.json(answer) });
	const gateway = createGateway({ providers: { anthropic: provider }, defaultProvider: "anthropic" });
	const output = await gateway.run("claude-sonnet-4-5", { prompt: "hi" });
	if (output.text !== "hello" || output.usage?.outputTokens !== 1)
		throw new Error(`answered ${JSON.stringify(output)}`);
}

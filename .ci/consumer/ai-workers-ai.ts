import { createGateway } from "@workkit/ai-core";
import { workersAi } from "@workkit/ai-workers-ai";

export async function main(): Promise<void> {
	const binding = { run: async (): Promise<unknown> => ({ response: "hello" }) };
	const gateway = createGateway({ providers: { ai: workersAi({ binding }) }, defaultProvider: "ai" });
	const output = await gateway.run("@cf/meta/llama-3.1-8b-instruct", { prompt: "hi" });
	if (output.text !== "hello") throw new Error(`answered ${JSON.stringify(output)}`);
}

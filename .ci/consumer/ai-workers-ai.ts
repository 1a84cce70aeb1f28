import { createGateway } from "@workkit/ai-core";
import { workersAi, workersAiTasks } from "@workkit/ai-workers-ai";

export async function main(): Promise<void> {
	const binding = { run: async (): Promise<unknown> => ({ response: "hello" }) };
	const gateway = createGateway({ providers: { ai: workersAi({ binding }) }, defaultProvider: "ai" });
	const output = await gateway.run("@cf/meta/llama-3.1-8b-instruct", { prompt: "hi" });
	if (output.text !== "hello") throw new Error(`answered ${JSON.stringify(output)}`);
	const painter = { run: async (): Promise<unknown> => ({ image: "iVBORw0KGgo=" }) };
	const tasks = createGateway({ providers: { ai: workersAiTasks({ binding: painter }) }, defaultProvider: "ai" });
	const { images } = await tasks.image("@cf/black-forest-labs/flux-1-schnell", { prompt: "hi" });
	if (images[0]?.mediaType !== "image/png") throw new Error(`drew ${JSON.stringify(images)}`);
}

import { startSimulator } from "@workkit/ai-simulator/node";

export async function main(): Promise<void> {
	const server = await startSimulator();
	const response = await fetch(`${server.urls.openai}/chat/completions`, { method: "POST" });
	await server.close();
	if (response.status !== 401) throw new Error(`answered ${response.status} to a call without a key`);
}

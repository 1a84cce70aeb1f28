// One streamed answer of each provider, through the Worker, as it comes.
import { type GatewayStreamEvent, readEvents } from "@workkit/ai-gateway";
import { startLocal } from "./local.ts";

const prompt = "In one sentence: what does an AI gateway do?";

async function show(url: string, provider: string): Promise<void> {
	const body = JSON.stringify({ prompt, provider, stream: true });
	const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
	if (!response.ok || !response.body) throw new Error(await response.text());
	for await (const event of readEvents<GatewayStreamEvent>(response.body)) {
		if (event.type === "text") process.stdout.write(event.delta);
		if (event.type === "tool_use") console.log(`\n→ ${event.name}(${JSON.stringify(event.input)})`);
		if (event.type === "done") {
			const { inputTokens, outputTokens } = event.usage ?? {};
			console.log(`\n— ${event.finishReason}, ${inputTokens} tokens in, ${outputTokens} out\n`);
		}
	}
}

const worker = await startLocal({ port: 0, offline: process.argv.includes("--offline") });
console.log(`\nYou: ${prompt}\n`);
for (const [provider, state] of Object.entries(worker.providers)) {
	console.log(`${provider} (${state})`);
	await show(worker.url, provider);
}
await worker.close();

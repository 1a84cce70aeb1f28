import { createSimulator } from "@workkit/ai-simulator";

export async function main(): Promise<void> {
	const simulator = createSimulator({ reply: () => "hello" });
	const response = await simulator.fetch("https://api.openai.com/v1/chat/completions", {
		method: "POST",
		headers: { authorization: "Bearer key", "content-type": "application/json" },
		body: JSON.stringify({ model: "gpt-5", messages: [{ role: "user", content: "hi" }] }),
	});
	const text = await response.text();
	if (!text.includes("hello")) throw new Error(`answered ${response.status} ${text}`);
}

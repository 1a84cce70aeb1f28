import { createGateway, type GatewayStreamEvent } from "@workkit/ai-gateway";
import { isAllowedModel } from "@workkit/ai-gateway/allowlist";

const sse = [
	{ choices: [{ index: 0, delta: { content: "hel" } }] },
	{ choices: [{ index: 0, delta: { content: "lo" }, finish_reason: "stop" }] },
];

export async function main(): Promise<void> {
	const body = [...sse.map((chunk) => JSON.stringify(chunk)), "[DONE]"].map((data) => `data: ${data}\n\n`).join("");
	const gateway = createGateway({
		providers: {
			openai: {
				type: "openai",
				apiKey: "key",
				fetch: async () => new Response(body, { headers: { "content-type": "text/event-stream" } }),
			},
		},
		defaultProvider: "openai",
	});
	const stream: ReadableStream<GatewayStreamEvent> = await gateway.stream("gpt-5", { prompt: "hi" });
	const reader = stream.getReader();
	let text = "";
	for (let next = await reader.read(); !next.done; next = await reader.read()) {
		if (next.value.type === "text") text += next.value.delta;
	}
	if (text !== "hello") throw new Error(`streamed ${text}`);
	if (isAllowedModel({ openai: ["gpt-5"] }, "openai", "gpt-4"))
		throw new Error("a model that is not listed was allowed");
}

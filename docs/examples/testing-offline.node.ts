import { createGateway } from "@workkit/ai-gateway";
import { startRecorder, startReplayer, startSimulator } from "@workkit/ai-simulator/node";

export async function server() {
	// #region server
	const server = await startSimulator({ paceMs: 20 });
	const gateway = createGateway({
		providers: { openai: { type: "openai", apiKey: "any", baseUrl: server.urls.openai } },
		defaultProvider: "openai",
	});
	const { text } = await gateway.run("gpt-5.2", { prompt: "Hello" });
	console.log(text, server.urls.inspector);
	await server.close();
	// #endregion
}

// #region record
export async function record(apiKey: string, upstream = "https://api.openai.com"): Promise<void> {
	const recorder = await startRecorder({ upstreams: { openai: upstream }, directory: "recordings", requests: "keep" });
	const gateway = createGateway({
		providers: { openai: { type: "openai", apiKey, baseUrl: `${recorder.url}/openai/v1` } },
		defaultProvider: "openai",
	});
	await gateway.run("gpt-5.2", { prompt: "Hello" });
	await recorder.close();
}
// #endregion

export async function replay() {
	// #region replay
	const replayer = await startReplayer({ cases: "recordings", speed: 0 }); // speed 1: in the time it took
	const gateway = createGateway({
		providers: { openai: { type: "openai", apiKey: "any", baseUrl: `${replayer.url}/openai/v1` } },
		defaultProvider: "openai",
	});
	const { text } = await gateway.run("gpt-5.2", { prompt: "Hello" });
	console.log(text);
	await replayer.close();
	// #endregion
}

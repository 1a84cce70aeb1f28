import { startSimulator } from "@workkit/ai-simulator/node";
import type { SetStage } from "./stage.ts";

/** A server on 127.0.0.1: the client uses the runtime's own network. */
export const loopback: SetStage = async (options) => {
	const server = await startSimulator(options);
	return {
		simulator: server.simulator,
		fetch: undefined,
		openaiUrl: server.urls.openai,
		anthropicUrl: server.urls.anthropic,
		close: server.close,
	};
};

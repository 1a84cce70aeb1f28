import { createSimulator } from "@workkit/ai-simulator";
import type { SetStage } from "./stage.ts";

/** No server: the client calls the simulator instead of the network. */
export const inProcess: SetStage = async (options) => {
	const simulator = createSimulator(options);
	return {
		simulator,
		fetch: simulator.fetch as typeof fetch,
		openaiUrl: "https://api.openai.com/v1",
		anthropicUrl: "https://api.anthropic.com",
		close: async () => {},
	};
};

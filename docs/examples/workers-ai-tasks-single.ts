import { createGateway } from "@workkit/ai-core";
import { workersAi, workersAiTasks } from "@workkit/ai-workers-ai";
import type { Env } from "./env.ts";

export async function single(env: Env) {
	// #region single
	const options = { binding: env.AI };
	const gateway = createGateway({
		providers: { "workers-ai": { ...workersAi(options), ...workersAiTasks(options) } },
		defaultProvider: "workers-ai",
	});
	// #endregion
	return gateway;
}

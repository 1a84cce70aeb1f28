/** Base URLs of a simulator, each ready to be handed to a client. */
export interface SimulatorUrls {
	/** For OpenAI clients, `…/openai/v1`. */
	readonly openai: string;
	/** For Anthropic's client, which adds `/v1/messages` itself: `…/anthropic`. */
	readonly anthropic: string;
	/** Workers AI for OpenAI clients, `…/client/v4/accounts/sim/ai/v1`; the models' own inputs go to `…/client/v4/accounts/sim/ai/run/<model>`. */
	readonly workersAi: string;
	/** AI Gateway of the account `sim`, `…/v1/sim`: `/<gateway>/<provider>/…` follows. */
	readonly gateway: string;
	/** The page that shows the last calls. */
	readonly inspector: string;
}

/**
 * The base URLs of a simulator that is served at `origin`.
 *
 * @example
 * ```ts
 * import { createSimulator, simulatorUrls } from "@workkit/ai-simulator";
 *
 * const simulator = createSimulator();
 * const { openai } = simulatorUrls("http://127.0.0.1:8790");
 * const response = await simulator.fetch(`${openai}/models`, { headers: { authorization: "Bearer any-key" } });
 * ```
 */
export function simulatorUrls(origin: string): SimulatorUrls {
	return {
		openai: `${origin}/openai/v1`,
		anthropic: `${origin}/anthropic`,
		workersAi: `${origin}/client/v4/accounts/sim/ai/v1`,
		gateway: `${origin}/v1/sim`,
		inspector: `${origin}/inspector`,
	};
}

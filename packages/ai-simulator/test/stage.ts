import type { Simulator, SimulatorOptions } from "@workkit/ai-simulator";

/** A simulator as a client sees it: over loopback, or as the client's own `fetch`. */
export interface Stage {
	readonly simulator: Simulator;
	/** What the client is to use for `fetch`; undefined: the runtime's own. */
	readonly fetch: typeof fetch | undefined;
	readonly openaiUrl: string;
	/** Without `/v1`: Anthropic's client adds it. */
	readonly anthropicUrl: string;
	readonly close: () => Promise<void>;
}

/** Sets a simulator up with these options. */
export type SetStage = (options?: SimulatorOptions) => Promise<Stage>;

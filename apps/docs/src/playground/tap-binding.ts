import type { SimulatedAi } from "@workkit/ai-simulator";
import type { Tell, WireHappening } from "./happening.ts";
import { messageOf } from "./message-of.ts";
import { tapResponse } from "./tap-response.ts";

/** The part of `env.AI` that the gateway uses. */
export interface Binding {
	run(...args: Parameters<SimulatedAi["run"]>): Promise<unknown>;
}

/** The same binding, with `tell` hearing of what goes over the wire. */
export function tapBinding(binding: Binding, tell: Tell<WireHappening>): Binding {
	return {
		async run(model, inputs, options) {
			tell({ type: "request", line: `env.AI.run("${model}")`, body: JSON.stringify(inputs) });
			try {
				const answer = await binding.run(model, inputs, options);
				return answer instanceof Response ? tapResponse(answer, tell) : answer;
			} catch (error) {
				tell({ type: "broken", line: messageOf(error) });
				throw error;
			}
		},
	};
}

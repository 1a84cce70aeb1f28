import { askWhole, type RunGateway } from "./ask.ts";
import { within } from "./deadline.ts";
import { toolLoop } from "./tool-loop.ts";
import type { ToolLoopInput, ToolLoopOptions } from "./tool-loop-options.ts";
import type { ToolLoopResult } from "./tool-loop-result.ts";

/**
 * Lets a model call tools until it answers. Calls of one turn run in parallel; whatever goes wrong with one (unknown
 * tool, wrong arguments, an error, a timeout) is shown to the model. Rejects with the caller's own abort reason, with a
 * `TimeoutError` when `runOptions.timeout` expires, and with the error of a model call that fails;
 * `error.context.toolLoop` then tells what the turns before it cost.
 *
 * @param model - Its id, as the vendor or the gateway's `models` spell it.
 *
 * @example
 * ```ts
 * import { aiWithTools, tool } from "@workkit/ai-tools";
 * import { z } from "zod";
 *
 * const weather = tool({
 * 	name: "get_weather",
 * 	description: "Tells the weather of a city.",
 * 	input: z.object({ city: z.string() }),
 * 	execute: ({ city }) => `It is sunny in ${city}.`,
 * });
 * const { content, turns } = await aiWithTools(
 * 	gateway,
 * 	"claude-sonnet-5",
 * 	{ messages: [{ role: "user", content: "Do I need an umbrella in Paris?" }] },
 * 	{ tools: [weather] },
 * );
 * ```
 */
export function aiWithTools<P extends string, M = string>(
	gateway: RunGateway<P, M>,
	model: NoInfer<M>,
	input: ToolLoopInput,
	options: ToolLoopOptions<NoInfer<P>>,
): Promise<ToolLoopResult> {
	const { timeout, signal } = options.runOptions ?? {};
	return within("Tool loop", timeout, signal, async (deadline) => {
		// The keys of providers are only handed on.
		const loop = toolLoop(askWhole(gateway as RunGateway<string, M>, model), input, options, deadline.signal);
		for (;;) {
			const { done, value } = await loop.next();
			if (done) return value;
		}
	});
}

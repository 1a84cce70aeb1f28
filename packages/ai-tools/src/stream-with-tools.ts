import type { OptionalEventName } from "@workkit/ai-core";
import { askStreaming, type StreamGateway } from "./ask.ts";
import { openDeadline } from "./deadline.ts";
import { generatorStream } from "./generator-stream.ts";
import { toolLoop } from "./tool-loop.ts";
import type { ToolLoopInput, ToolLoopOptions } from "./tool-loop-options.ts";
import type { ToolLoopResult, ToolStreamEvent } from "./tool-loop-result.ts";

/** How a streamed tool loop goes. */
export interface StreamWithToolsOptions<P extends string = string, E extends OptionalEventName = never>
	extends ToolLoopOptions<P> {
	/** Events of the model to emit besides `text` and `tool_use`. */
	readonly events?: readonly E[] | undefined;
}

/**
 * The same as `aiWithTools`, as a stream of what happens in all turns: text as it comes, each call (`tool_use`), each
 * result (`tool_result`), the end of each turn (`turn`), and one `done` with all that `aiWithTools` answers. Nothing is
 * read ahead: the model and its tools wait for the reader. Cancelling the stream, an aborted signal and an expired
 * `runOptions.timeout` reach the model's stream and the signals of running tools. Rejects `read()` when a call of the model fails.
 *
 * @param model - Its id, as the vendor or the gateway's `models` spell it.
 *
 * @example
 * ```ts
 * import { streamWithTools, tool } from "@workkit/ai-tools";
 *
 * const clock = tool({ name: "now", description: "Tells the time.", execute: () => new Date().toISOString() });
 * const stream = await streamWithTools(gateway, "gpt-5.2", { prompt: "How late is it?" }, { tools: [clock] });
 * for await (const event of stream) {
 * 	if (event.type === "text") console.log(event.delta);
 * 	if (event.type === "tool_result") console.log(event.name, event.content);
 * }
 * ```
 */
export async function streamWithTools<P extends string, M = string, const E extends OptionalEventName = never>(
	gateway: StreamGateway<P, M>,
	model: NoInfer<M>,
	input: ToolLoopInput,
	options: StreamWithToolsOptions<NoInfer<P>, E>,
): Promise<ReadableStream<ToolStreamEvent<E>>> {
	const { timeout, signal } = options.runOptions ?? {};
	const deadline = openDeadline("Tool loop", timeout, signal);
	const ask = askStreaming(gateway as StreamGateway<string, M>, model, options.events);
	const loop = toolLoop(ask, input, options, deadline.signal);
	const last = (result: ToolLoopResult): ToolStreamEvent => ({ type: "done", ...result });
	// The gateway emits only the events that were asked for.
	return generatorStream(loop, deadline, last) as ReadableStream<ToolStreamEvent<E>>;
}

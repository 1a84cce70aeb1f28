import type { AiOutput, GatewayToolCall } from "@workkit/ai-core";
import type { Ask, TurnEvent } from "./ask.ts";
import type { TurnIds } from "./turn-ids.ts";

/** Hears one turn, its calls under ids that the conversation does not have yet. */
export async function* hearTurn(
	asked: ReturnType<Ask>,
	ids: TurnIds,
): AsyncGenerator<TurnEvent, { output: AiOutput; calls: GatewayToolCall[] }> {
	const heard: string[] = [];
	try {
		for (;;) {
			const { done, value } = await asked.next();
			if (done) {
				const calls = (value.toolCalls ?? []).map((call, index) => ({
					...call,
					id: heard[index] ?? ids.take(call.id),
				}));
				return { output: value, calls };
			}
			if (value.type === "tool_use") {
				const id = ids.take(value.id);
				heard.push(id);
				yield { ...value, id };
			} else yield value.type === "tool_input" ? { ...value, id: ids.of(value.id) } : value;
		}
	} finally {
		// Somebody stopped listening: so does whoever listens to the stream.
		asked.return(undefined as never).catch(() => {});
	}
}

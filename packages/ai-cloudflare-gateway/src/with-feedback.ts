import type { AiOutput, Gateway } from "@workkit/ai-core";
import type { AiGatewayClient } from "./ai-gateway.ts";
import type { GatewayFeedback } from "./gateway-log.ts";

/** An answer that people's feedback on it can be given to. */
export interface WithFeedback {
	/** Writes into the answer's own log entry. Throws `ValidationError` when the answer has none. */
	readonly feedback: (feedback: GatewayFeedback) => Promise<void>;
}

/** A gateway whose answers take feedback. */
export type FeedbackGateway<G extends Gateway> = Omit<G, "run"> & {
	/** As the gateway's own, with `feedback` on the answer. Rejects as that does. */
	run(...args: Parameters<G["run"]>): Promise<Awaited<ReturnType<G["run"]>> & WithFeedback>;
};

/**
 * Gives the answers of `run` a method `feedback`, which writes into the log entry that the answer itself names: not into that of
 * whichever call was last. It is not enumerable, so that an answer is still plain data. Put it outermost: what wraps it
 * wraps a gateway without it. A stream's `done` event goes to `patchLog` of the client as it is.
 * Throws, from `feedback`, `ValidationError` for an answer that names no log entry.
 *
 * @example
 * ```ts
 * import { aiGateway, type GatewayBinding, withFeedback } from "@workkit/ai-cloudflare-gateway";
 * import type { CompleteGateway } from "@workkit/ai-core";
 *
 * declare const env: { AI: GatewayBinding };
 * declare const gateway: CompleteGateway;
 * const asked = withFeedback(gateway, aiGateway(env.AI, "my-gateway"));
 * const result = await asked.run("gpt-5.2", { prompt: "Say hello." });
 * await result.feedback({ feedback: 1, score: 90 });
 * ```
 */
export function withFeedback<G extends Gateway>(
	gateway: G,
	client: Pick<AiGatewayClient, "patchLog">,
): FeedbackGateway<G> {
	const run = async (...args: Parameters<Gateway["run"]>): Promise<AiOutput> => {
		const output = await gateway.run(...args);
		const feedback = (given: GatewayFeedback): Promise<void> => client.patchLog(output, given);
		return Object.defineProperty({ ...output }, "feedback", { value: feedback });
	};
	return { ...gateway, run } as unknown as FeedbackGateway<G>;
}

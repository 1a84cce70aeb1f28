import { anthropic, createGateway, openai, type RunOptions, workersAi } from "@workkit/ai-gateway";
import { createSimulator, type ReplyScript, type Simulator } from "@workkit/ai-simulator";

/** A vendor's wire, as far as the suite has to know it. */
export interface Subject {
	readonly name: string;
	readonly model: string;
	/** Settings that make the model show its reasoning. */
	readonly reasoning?: object;
	/** It says when it refuses and when the length limit cut it off, and hands out calls whose arguments are no JSON. */
	readonly tellsWhy: boolean;
	/** It takes a response format, also with a stream. */
	readonly nativeFormat: boolean;
}

/** The three vendors' wires: Workers AI speaks two, and some of its models have no JSON mode. */
export const subjects: readonly Subject[] = [
	{ name: "openai", model: "gpt-5.2", tellsWhy: true, nativeFormat: true },
	{
		name: "anthropic",
		model: "claude-sonnet-5",
		reasoning: { thinking: { type: "adaptive" } },
		tellsWhy: true,
		nativeFormat: true,
	},
	{
		name: "workers-ai",
		model: "@cf/zai-org/glm-4.7-flash",
		reasoning: { reasoningEffort: "high" },
		tellsWhy: true,
		nativeFormat: true,
	},
	{ name: "workers-ai", model: "@cf/meta/llama-3.1-8b-instruct", tellsWhy: false, nativeFormat: false },
	{ name: "workers-ai", model: "@cf/meta/llama-3.2-3b-instruct", tellsWhy: false, nativeFormat: false },
];

/** One gateway to all of them, their vendors scripted. */
export function stage(reply?: ReplyScript) {
	const simulator: Simulator = createSimulator(reply ? { reply } : {});
	const { fetch, ai } = simulator;
	const gateway = createGateway({
		providers: {
			openai: openai({ apiKey: "test-key", fetch }),
			anthropic: anthropic({ apiKey: "test-key", fetch }),
			"workers-ai": workersAi({ binding: ai }),
		},
		defaultProvider: "openai",
	});
	/** Options that lead to a subject. */
	const to = ({ name }: Subject): RunOptions<"openai" | "anthropic" | "workers-ai"> => ({ provider: name as "openai" });
	return { simulator, gateway, to };
}

import type { FallbackTier, GatewayToolOptions, ModelPricing, ResponseFormat } from "@workkit/ai-gateway";
import type { ScriptRule } from "@workkit/ai-simulator";
import type { Choices, Operation } from "./choices.ts";
import { faultOf, PACE_MS } from "./faults.ts";
import { type ProviderKey, pricing, providerOf } from "./providers.ts";

/** A run as plain data. The page runs it and prints it as code, so that the one cannot say what the other does not do. */
export interface Scenario {
	readonly provider: ProviderKey;
	readonly model: string;
	readonly operation: Operation;
	readonly prompt: string;
	/** Options of the call besides its signal. */
	readonly options: { readonly toolOptions?: GatewayToolOptions; readonly responseFormat?: ResponseFormat };
	readonly maxAttempts: number;
	readonly tier: Exclude<FallbackTier, string>;
	/** USD per million tokens of the two models that may answer. */
	readonly pricing: Readonly<Record<string, ModelPricing>>;
	readonly simulator: { readonly paceMs: number; readonly script: readonly ScriptRule[] };
}

/** What is said where text is asked for. */
export const ANSWER: string = [
	"One way to ask, whoever answers. These words come from a simulator inside this page,",
	"in the vendor's own wire format. The gateway reads those bytes and hands out typed events:",
	"pieces of text, and at the end one done, with what it took and what it cost.",
].join(" ");

const options: Readonly<Record<Choices["ask"], Scenario["options"]>> = {
	text: {},
	tool: {
		toolOptions: {
			tools: [
				{
					name: "get_weather",
					description: "The weather in a city, now.",
					parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
				},
			],
			toolChoice: "required",
		},
	},
	json: {
		responseFormat: {
			name: "book",
			jsonSchema: {
				type: "object",
				properties: { title: { type: "string" }, year: { type: "integer" } },
				required: ["title", "year"],
			},
		},
	},
};

/** What the model says, where it is not left to the simulator. */
const answers: Readonly<Record<Choices["ask"], ScriptRule["reply"]>> = {
	text: ANSWER,
	tool: { toolCalls: [{ name: "get_weather", arguments: { city: "Oslo" } }] },
	json: '{"title":"Momo","year":1973}',
};

/** The run that the choices stand for. */
export function scenarioOf({ provider, model, operation, ask, fault, prompt }: Choices): Scenario {
	const { standIn } = providerOf(provider);
	const tier = { provider: standIn, model: providerOf(standIn).models[0] };
	const prices = Object.entries(pricing).filter(([name]) => name === model || name === tier.model);
	const reply = answers[ask];
	const answer = typeof reply === "string" ? { text: reply } : reply;
	// A rule that breaks or delays an answer says which one.
	const broken = faultOf(fault)
		.rules(provider)
		.map((rule) => {
			if (typeof rule.reply === "string" || rule.reply.error) return rule;
			return { ...rule, reply: { ...answer, ...rule.reply } };
		});
	return {
		provider,
		model,
		operation,
		prompt,
		options: options[ask],
		maxAttempts: 3,
		tier,
		pricing: Object.fromEntries(prices),
		simulator: { paceMs: PACE_MS, script: [...broken, { reply }] },
	};
}

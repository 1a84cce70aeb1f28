import { type Ask, type Choices, type Operation, prompts } from "./choices.ts";
import { faults } from "./faults.ts";
import { providers } from "./providers.ts";

const operations: readonly Operation[] = ["stream", "run"];
const asks = Object.keys(prompts) as Ask[];

/** Every combination that the page offers, each with the prompt that it suggests. */
export const allChoices: readonly Choices[] = providers.flatMap(({ key: provider, models }) =>
	models.flatMap((model) =>
		operations.flatMap((operation) =>
			asks.flatMap((ask) =>
				faults.map(({ key: fault }) => ({ provider, model, operation, ask, fault, prompt: prompts[ask] })),
			),
		),
	),
);

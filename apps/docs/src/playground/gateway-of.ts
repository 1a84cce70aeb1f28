import { priceTable, type UsageLedger } from "@workkit/ai-cost";
import {
	type CompleteGateway,
	createGateway,
	type Middleware,
	use,
	withCost,
	withFallback,
	withRetry,
} from "@workkit/ai-gateway";
import { createSimulator } from "@workkit/ai-simulator";
import type { Tell, WireHappening } from "./happening.ts";
import type { ProviderKey } from "./providers.ts";
import type { Scenario } from "./scenario.ts";
import { tapBinding } from "./tap-binding.ts";
import { tapFetch } from "./tap-fetch.ts";

/** The gateway of a scenario, on a simulator of its own. `watch` stands innermost and sees every attempt. */
export function gatewayOf(
	{ provider, pricing, maxAttempts, tier, simulator: settings }: Scenario,
	tell: Tell<WireHappening>,
	watch: Middleware,
	ledger: UsageLedger,
): CompleteGateway<ProviderKey> {
	const simulator = createSimulator(settings);
	const fetch = tapFetch(simulator.fetch, tell);
	const plain = createGateway({
		providers: {
			openai: { type: "openai", apiKey: "any-key", fetch },
			anthropic: { type: "anthropic", apiKey: "any-key", fetch },
			"workers-ai": { type: "workers-ai", binding: tapBinding(simulator.ai, tell) },
		},
		defaultProvider: provider,
	});
	const priced = withCost(use(plain, watch), { price: priceTable({ pricing, unit: "per1M" }), ledger });
	return withFallback(withRetry(priced, { maxAttempts }), { tiers: [tier] });
}

import { literal } from "./literal.ts";
import { ANSWER, type Scenario } from "./scenario.ts";

/** The code that stands for a text of the data. */
const names = { [ANSWER]: "answer", signal: "stop.signal" };

/** The TypeScript that does what the page does in a run of this scenario. */
export function codeOf({ provider, maxAttempts, tier, pricing, simulator, ...call }: Scenario): string {
	const { prompt, model, operation, options } = call;
	const asked = [literal(model), literal({ prompt }), literal({ ...options, signal: "signal" }, names)];
	const saysAnswer = JSON.stringify(simulator).includes(ANSWER);
	return `import { memoryLedger, priceTable } from "@workkit/ai-cost";
import { createGateway, withCost, withFallback, withRetry } from "@workkit/ai-gateway";
import { createSimulator } from "@workkit/ai-simulator";
${saysAnswer ? `\nconst answer =\n\t${literal(ANSWER)};\n` : ""}
// In a Worker: env.AI instead of simulator.ai, your own keys, and no fetch.
const simulator = createSimulator(${literal(simulator, names)});

const plain = createGateway({
	providers: {
		openai: { type: "openai", apiKey: "any-key", fetch: simulator.fetch },
		anthropic: { type: "anthropic", apiKey: "any-key", fetch: simulator.fetch },
		"workers-ai": { type: "workers-ai", binding: simulator.ai },
	},
	defaultProvider: ${literal(provider)},
});

// USD per million tokens
const price = priceTable(${literal({ pricing, unit: "per1M" })});
const ledger = memoryLedger();
const priced = withCost(plain, { price, ledger });
const retried = withRetry(priced, { maxAttempts: ${maxAttempts} });
const gateway = withFallback(retried, ${literal({ tiers: [tier] })});

const stop = new AbortController(); // the Stop button calls stop.abort()
${RESULTS[operation](`await gateway.${operation}(${list(asked)})`)}
console.table(await ledger.query());
`;
}

const RESULTS: Readonly<Record<Scenario["operation"], (call: string) => string>> = {
	run: (call) => `const answered = ${call};\nconsole.log(answered);`,
	stream: (call) => `const stream = ${call};\nfor await (const event of stream) console.log(event);`,
};

/** Arguments on one line if they fit there, else with a line for each. */
function list(asked: readonly string[]): string {
	const line = asked.join(", ");
	if (line.length < 70 && !line.includes("\n")) return line;
	return `\n${asked.map((one) => `\t${one.replaceAll("\n", "\n\t")},\n`).join("")}`;
}

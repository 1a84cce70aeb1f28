import { expect, it } from "vitest";
import * as examples from "./cost-and-budgets.ts";
import { expectAllRun, spyOnConsole } from "./observed.ts";
import { simulate } from "./simulated.ts";

/** 1,000 tokens in, 200 out. */
const reply = () => ({ text: "Hello.", usage: { inputTokens: 1_000, outputTokens: 200 } });

it("puts the cost on the receipt", async () => {
	const { gateway } = simulate({ reply });
	const lines = spyOnConsole();
	await examples.first(gateway);
	expect(lines).toEqual(['{"usd":"0.00455"}']);
});

it("knows prices of one's own, and those of a catalogue", () => {
	const lines = spyOnConsole();
	examples.prices();
	expect(lines).toEqual(["0.0045", "0.00064", "undefined"]);
});

it("refuses the call that the budget may not cover", async () => {
	const { gateway, simulator } = simulate({ reply });
	const { text, again } = await examples.budget(gateway);
	expect(text).toBe("Hello.");
	// Without `maxTokens`, 4,096 tokens are set aside.
	const failure = await again().catch((error) => error);
	expect(failure).toMatchObject({ code: "WORKKIT_BUDGET_EXCEEDED", remaining: "0.00545", resetAt: expect.any(Date) });
	expect(simulator.requests().length).toBe(1);
});

it("keeps a ledger", async () => {
	const { gateway } = simulate({ reply });
	const lines = spyOnConsole();
	await examples.ledger(gateway);
	expect(lines[0]).toMatch(/^\d{4}-\d\d-\d\d gpt-5\.2 0\.00455 1 0$/);
});

it("adds costs up by hand", async () => {
	const { gateway } = simulate({ reply });
	expect(await examples.tracker(gateway)).toMatchObject({
		...{ totalUsd: "0.00455", exceeded: false, remaining: 9.99545, unpriced: {} },
		byModel: { "gpt-5.2": { requests: 1 } },
	});
});

it("has run every region", () => expectAllRun("cost-and-budgets.ts"));

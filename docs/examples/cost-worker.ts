// #region worker
import { durableBudgetStore, durableLedger, priceTable } from "@workkit/ai-cost";
import type { BudgetObject, LedgerObject } from "@workkit/ai-cost/durable-object";
import {
	type BudgetExceededError,
	createGateway,
	errorToResponse,
	isErrorCode,
	withBudget,
	withCost,
	withRetry,
} from "@workkit/ai-gateway";

export { BudgetObject, LedgerObject } from "@workkit/ai-cost/durable-object";

interface Env {
	OPENAI_KEY: string;
	BUDGET: DurableObjectNamespace<BudgetObject>;
	LEDGER: DurableObjectNamespace<LedgerObject>;
}

// USD per million tokens, from the vendor's price list.
const price = priceTable({ pricing: { "gpt-5.2": { input: 1.75, cachedInput: 0.175, output: 14 } }, unit: "per1M" });

export default {
	async fetch(request: Request, env: Env, ctx: ExecutionContext): Promise<Response> {
		const tenant = request.headers.get("x-tenant") ?? "unknown"; // in earnest: from your authentication
		const ledger = durableLedger(env.LEDGER);
		if (request.method === "GET") return Response.json(await ledger.query({ key: tenant }));

		const waitUntil = ctx.waitUntil.bind(ctx);
		const gateway = withRetry(
			withCost(
				withBudget(
					createGateway({
						providers: { openai: { type: "openai", apiKey: env.OPENAI_KEY } },
						defaultProvider: "openai",
					}),
					{
						limit: "5.00",
						window: "day",
						key: tenant,
						store: durableBudgetStore(env.BUDGET),
						price,
						onThreshold: ({ key, threshold }) => console.warn(`${key} has spent ${threshold * 100} %`),
						waitUntil,
					},
				),
				{ price, ledger, key: tenant, waitUntil },
			),
		);
		try {
			const { text, receipt } = await gateway.run("gpt-5.2", { prompt: await request.text(), maxTokens: 500 });
			return Response.json({ text, cost: receipt.cost });
		} catch (error) {
			if (!isErrorCode(error, "WORKKIT_BUDGET_EXCEEDED")) return errorToResponse(error);
			const { remaining, resetAt } = error as BudgetExceededError;
			return Response.json({ error: "The budget is spent.", remaining, resetAt }, { status: 402 });
		}
	},
};
// #endregion

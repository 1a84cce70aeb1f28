import type { ModelPrice } from "./call.ts";
import type { GatewayUsage } from "./gateway-usage.ts";
import { type JsonRecord, ownValue } from "./json.ts";

/** Made up, for models without a price of their own: one and two US dollars per million tokens. */
export const DEFAULT_PRICE: ModelPrice = { input: 1, output: 2 };

/** What an answer costs in US dollars: by the request's own prices per token, else by `prices`, else by the default. */
export function gatewayCost(
	usage: GatewayUsage,
	model: string,
	prices: Readonly<Record<string, ModelPrice>>,
	custom: JsonRecord | undefined,
): number {
	if (typeof custom?.total_cost === "number") return custom.total_cost;
	const { input = 0, output = 0, cacheRead, cacheWrite } = usage;
	const price = ownValue(prices, model) ?? DEFAULT_PRICE;
	const perToken = (name: string, fallback: number) => {
		const own = custom?.[name];
		return typeof own === "number" ? own : fallback;
	};
	const perInput = perToken("per_token_in", custom === undefined ? price.input / 1_000_000 : 0);
	const perOutput = perToken("per_token_out", custom === undefined ? price.output / 1_000_000 : 0);
	return (
		(input - cacheRead - cacheWrite) * perInput +
		cacheRead * perToken("per_cache_read_token", perInput) +
		cacheWrite * perToken("per_cache_write_token", perInput) +
		output * perOutput
	);
}

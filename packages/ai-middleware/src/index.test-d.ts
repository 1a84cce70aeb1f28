import {
	type AiOutput,
	createGateway,
	type Gateway,
	type GatewayStreamEvent,
	type RunOutput,
	use,
} from "@workkit/ai-core";
import { expectTypeOf } from "vitest";
import {
	type BudgetConfig,
	type CachedGateway,
	type CostConfig,
	fallback,
	type LoggedGateway,
	type TokenLimitConfig,
	withBudget,
	withCache,
	withCost,
	withFallback,
	withLogging,
	withRetry,
	withTokenLimit,
} from "./index.ts";

const gateway = createGateway({
	providers: { a: { run: async ({ provider, model }) => ({ raw: null, provider, model }) }, b: {} },
	defaultProvider: "a",
});
const input = { prompt: "hi" };
const storage = { get: async () => null, put: async () => {}, delete: async () => {} };

// A wrapper has exactly what its gateway has, with the gateway's own types.
const layered = withRetry(withLogging(withFallback(withCache(gateway, { storage }), { tiers: ["m"] }), {}));
expectTypeOf(layered.run("m", input)).resolves.toEqualTypeOf<RunOutput>();
expectTypeOf(layered.stream("m", input)).resolves.toEqualTypeOf<ReadableStream<GatewayStreamEvent>>();
expectTypeOf(layered.providers()).toEqualTypeOf<("a" | "b")[]>();
declare const money: BudgetConfig & CostConfig & TokenLimitConfig;
const paid = withCost(withBudget(withTokenLimit(gateway, money), money), money);
expectTypeOf(paid.run("m", input)).resolves.toEqualTypeOf<RunOutput>();
expectTypeOf(paid.embed).toEqualTypeOf(gateway.embed);
expectTypeOf(paid.providers()).toEqualTypeOf<("a" | "b")[]>();
// @ts-expect-error: no such provider
paid.run("m", input, { provider: "c" });
layered.run("m", input, { provider: "b" });
// @ts-expect-error: no such provider
layered.run("m", input, { provider: "c" });
// @ts-expect-error: a gateway without a chain has no runFallback
layered.runFallback;

const written = {
	run: async () => ({ raw: null, provider: "w", model: "m" }) as AiOutput,
	providers: () => ["w"],
	defaultProvider: () => "w",
};
const wrapped = withRetry(written);
expectTypeOf(wrapped).toHaveProperty("run");
// @ts-expect-error: the gateway does not stream, and neither does the wrapped one
wrapped.stream;
expectTypeOf(withLogging(written as Gateway, {}).stream).toEqualTypeOf<Gateway["stream"]>();

// A reference stands where a model does, for run and stream.
const ref = fallback("m1", { provider: "b", model: "m2" }, { on: [429, (error) => error instanceof TypeError] });
expectTypeOf(gateway.run(ref, input)).resolves.toEqualTypeOf<RunOutput>();
expectTypeOf(layered.stream(ref, input, { events: ["seam"] })).resolves.toExtend<ReadableStream>();
// @ts-expect-error: vectors of two models cannot be compared
gateway.embed(ref, { text: "x" });

expectTypeOf(withCache(gateway, { storage })).toExtend<CachedGateway>();
expectTypeOf(withCache(gateway, { storage }).isCached("m", input)).resolves.toBeBoolean();
expectTypeOf(withLogging(gateway, {})).toExtend<LoggedGateway>();
// A KV namespace is a storage.
expectTypeOf<KVNamespace>().toExtend<Parameters<typeof withCache>[1]["storage"]>();

// Hooks in the ruled order; a hook may take fewer arguments, or narrower ones.
withLogging(gateway, {
	onRequest: (model, _given, options) => expectTypeOf([model, options.timeout]).toExtend<unknown[]>(),
	onResponse: (_model, _output, durationMs) => expectTypeOf(durationMs).toBeNumber(),
	onError: (_model, error) => expectTypeOf(error).toBeUnknown(),
});

use(gateway, (call, next) => next(call));

import { createGateway } from "@workkit/ai-core";
import {
	fallback,
	isFallbackModelRef,
	withCache,
	withCircuitBreaker,
	withFallback,
	withHedge,
	withLogging,
	withRetry,
	withTelemetry,
	withTimeouts,
} from "@workkit/ai-middleware";
import { RateLimitError, ServiceUnavailableError } from "@workkit/errors";

export async function main(): Promise<void> {
	let asked = 0;
	const base = createGateway({
		providers: {
			down: {
				run: async ({ provider }) => {
					throw new ServiceUnavailableError(provider);
				},
			},
			up: {
				run: async ({ provider, model }) => {
					if (++asked === 1) throw new RateLimitError("slow", 0);
					return { text: `hello from ${model}`, raw: null, provider, model, rawFinishReason: "stop" };
				},
			},
		},
		defaultProvider: "down",
	});
	const kept = new Map<string, string>();
	const storage = {
		get: async (key: string) => kept.get(key) ?? null,
		put: async (key: string, value: string) => void kept.set(key, value),
		delete: async (key: string) => void kept.delete(key),
	};
	const ended: string[] = [];
	const guarded = withCircuitBreaker(withHedge(withCache(base, { storage }), { afterMs: 10_000 }));
	const logged = withLogging(withTelemetry(guarded, {}), {
		onResponse: (model) => ended.push(model),
		onError: (model) => ended.push(model),
	});
	const retried = withTimeouts(withRetry(logged, { maxDelayMs: 0 }), { timeout: 10_000 });
	const gateway = withFallback(retried, { tiers: [{ provider: "up", model: "m2" }] });

	const first = await gateway.run("m1", { prompt: "hi" });
	if (first.text !== "hello from m2" || first.via !== "secondary") throw new Error(`answered ${first.text}`);
	const second = await gateway.run("m2", { prompt: "hi" }, { provider: "up" });
	if (second.receipt.cache !== "hit") throw new Error(`cache: ${second.receipt.cache}`);
	if (ended.join() !== "m1,m1,m1,m2,m2,m2") throw new Error(`logged ${ended}`);
	const ref = fallback("m1", { provider: "up", model: "m3" }, { on: [503] });
	const third = await retried.run(ref, { prompt: "hi" });
	if (!isFallbackModelRef(ref) || third.model !== "m3") throw new Error(`answered ${third.model}`);
}

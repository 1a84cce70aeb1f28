import {
	collect,
	type FallbackExhaustedError,
	fallback,
	isErrorCode,
	withCircuitBreaker,
	withFallback,
	withHedge,
	withRetry,
	withTimeouts,
} from "@workkit/ai-gateway";
import type { Gateway } from "./env.ts";

export async function first(gateway: Gateway) {
	// #region first
	const steady = withFallback(withRetry(gateway, { maxAttempts: 3 }), {
		tiers: [
			{ provider: "anthropic", model: "claude-sonnet-4-6" },
			{ provider: "workers-ai", model: "@cf/openai/gpt-oss-120b" },
		],
		onFallback: (failed, error, next) => console.warn(`${failed} → ${next}`, String(error)),
	});

	const { text, via, provider, receipt } = await steady.run(
		"gpt-5.2",
		{ prompt: "Say hello." },
		{ provider: "openai", timeout: 60_000 },
	);
	console.log(via, provider, receipt.attempts.length); // "primary" or "secondary"
	// #endregion
	return text;
}

export async function retry(gateway: Gateway) {
	// #region retry
	const patient = withRetry(gateway, {
		maxAttempts: 5, // the first included; default 3
		maxDelayMs: 10_000, // default 60_000
	});
	const { text, receipt } = await patient.run("gpt-5.2", { prompt: "Hello" }, { provider: "openai", timeout: 30_000 });
	for (const { status, error, durationMs } of receipt.attempts) console.log(status, error ?? "ok", durationMs);
	// #endregion
	return text;
}

export async function ownRules(gateway: Gateway) {
	// #region own-rules
	const eager = withRetry(gateway, {
		isRetryable: (error) => isErrorCode(error, "WORKKIT_RATE_LIMIT") || isErrorCode(error, "WORKKIT_TIMEOUT"),
		delayMs: (_error, attempt) => 100 * attempt, // instead of the error's and the server's wait
	});
	// #endregion
	return eager.run("gpt-5.2", { prompt: "Hello" }, { provider: "openai" });
}

export async function reference(gateway: Gateway) {
	// #region reference
	const model = fallback(
		"@cf/meta/llama-3.3-70b-instruct-fp8-fast",
		{ provider: "openai", model: "gpt-5.2" },
		{ on: [429, 500, 503, (error) => isErrorCode(error, "WORKKIT_TIMEOUT")] },
	);
	const { text, via } = await gateway.run(model, { prompt: "Say hello." });
	const stream = await gateway.stream(model, { prompt: "Say hello." });
	// #endregion
	return { text, via, streamed: await collect(stream) };
}

export async function exhausted(gateway: Gateway) {
	// #region exhausted
	const model = fallback(
		{ provider: "openai", model: "gpt-5.2" },
		{ provider: "anthropic", model: "claude-sonnet-4-6" },
	);
	try {
		await gateway.run(model, { prompt: "Say hello." });
	} catch (error) {
		if (!isErrorCode(error, "WORKKIT_FALLBACK_EXHAUSTED")) throw error;
		const { errors } = error as FallbackExhaustedError;
		console.error(errors.map(String));
	}
	// #endregion
}

export async function continued(gateway: Gateway) {
	// #region continued
	const steady = withFallback(gateway, {
		tiers: [{ provider: "anthropic", model: "claude-sonnet-4-6" }],
		continueStreams: true,
	});
	const stream = await steady.stream(
		"gpt-5.2",
		{ prompt: "Tell me a story." },
		{ provider: "openai", events: ["seam"] },
	);
	for await (const event of stream) {
		if (event.type === "text") console.log(event.delta);
		if (event.type === "seam") console.log(`(${event.provider} goes on after ${event.offset} characters)`);
	}
	// #endregion
}

export async function timeouts(gateway: Gateway) {
	// #region timeouts
	const bounded = withTimeouts(withRetry(gateway), {
		timeout: 60_000, // all attempts and waits, the whole stream
		attemptTimeout: 20_000, // each attempt: retryable
		firstTokenTimeout: 10_000,
		idleTimeout: 10_000,
	});
	// #endregion
	return bounded;
}

export async function hedge(gateway: Gateway) {
	// #region hedge
	const quick = withHedge(gateway, {
		afterMs: 2_000, // near the 95th percentile of your answers
		to: { provider: "workers-ai", model: "@cf/openai/gpt-oss-20b" },
	});
	// #endregion
	return quick;
}

export async function breaker(gateway: Gateway) {
	// #region breaker
	const guarded = withFallback(
		withRetry(
			withCircuitBreaker(gateway, {
				failureThreshold: 5,
				cooldownMs: 30_000,
				onChange: (provider, state) => console.warn(provider, state),
			}),
		),
		{ tiers: [{ provider: "anthropic", model: "claude-sonnet-4-6" }] },
	);
	// #endregion
	return guarded;
}

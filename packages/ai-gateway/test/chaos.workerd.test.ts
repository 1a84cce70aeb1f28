import { createSimulator } from "@workkit/ai-simulator";
import { expect, it, vi } from "vitest";
import {
	type Attempt,
	createGateway,
	fallback,
	type GatewayStreamEvent,
	isWorkkitError,
	type Receipt,
	withCache,
	withCircuitBreaker,
	withFallback,
	withHedge,
	withLogging,
	withRetry,
	withTelemetry,
	withTimeouts,
} from "../src/index.ts";

const calls = 10_000;
const atOnce = 500;

/** A seeded generator of numbers from 0 to 1 (mulberry32), so that a run can be repeated. */
function randomFrom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** Timers that were set and have neither fired nor been cleared. */
function countTimers(): () => number {
	const open = new Set<unknown>();
	const { setTimeout: set, clearTimeout: clear } = globalThis;
	vi.stubGlobal("setTimeout", (act: () => void, ms?: number) => {
		const timer = set(() => {
			open.delete(timer);
			act();
		}, ms);
		open.add(timer);
		return timer;
	});
	vi.stubGlobal("clearTimeout", (timer: never) => {
		open.delete(timer);
		clear(timer);
	});
	return () => open.size;
}

/** A signal that lives as long as the test, and the number of its listeners. */
function longLivedSignal(): { signal: AbortSignal; listeners: () => number } {
	const { signal } = new AbortController();
	let listeners = 0;
	const { addEventListener: add, removeEventListener: remove } = signal;
	signal.addEventListener = (...given: unknown[]) => {
		listeners++;
		add.apply(signal, given as never);
	};
	signal.removeEventListener = (...given: unknown[]) => {
		listeners--;
		remove.apply(signal, given as never);
	};
	return { signal, listeners: () => listeners };
}

it(`${calls} calls through every layer end in a right answer or a typed error, and leave nothing behind`, async () => {
	const seed = 20_261_121;
	const random = randomFrom(seed);
	const simulator = createSimulator({
		faults: {
			seed,
			retryAfterSeconds: 0,
			slowMs: 3,
			mix: {
				rateLimit: 0.01,
				rateLimitWithRetryAfter: 0.05,
				unavailable: 0.08,
				overloaded529: 0.04,
				hang: 0.02,
				cut: 0.06,
				malformed: 0.04,
				errorFrame: 0.03,
				slow: 0.05,
			},
		},
	});
	const timers = countTimers();
	const { signal, listeners } = longLivedSignal();
	const stored = new Map<string, string>();
	const fetch = (url: string, init: RequestInit) => simulator.fetch(url, init);
	const base = createGateway({
		providers: {
			openai: { type: "openai", apiKey: "k", fetch },
			anthropic: { type: "anthropic", apiKey: "k", fetch },
			"workers-ai": { type: "workers-ai", binding: simulator.ai },
		},
		defaultProvider: "openai",
		router: {
			resolve: (model) =>
				model.startsWith("claude") ? "anthropic" : model.startsWith("@cf") ? "workers-ai" : "openai",
		},
	});
	const storage = {
		get: async (key: string) => (random() < 0.02 ? Promise.reject(new Error("KV is down")) : (stored.get(key) ?? null)),
		put: async (key: string, value: string) => {
			if (random() < 0.02) throw new Error("KV is down");
			stored.set(key, value);
		},
		delete: async (key: string) => void stored.delete(key),
	};
	let logged = 0;
	let handedOver = 0;
	const logs = { onResponse: () => logged++, onError: () => logged++ };
	const tracer = { startSpan: () => ({ setAttributes() {}, setStatus() {}, end() {} }) };
	const gateway = withLogging(
		withFallback(
			withRetry(
				withTelemetry(
					withHedge(
						withCircuitBreaker(
							withCache(withTimeouts(base, { attemptTimeout: 2_000, timeout: 20_000 }), { storage, streams: true }),
							{ failureThreshold: 8, cooldownMs: 50 },
						),
						{ afterMs: 1_000 },
					),
					{ tracer },
				),
				{ maxAttempts: 4, maxDelayMs: 50 },
			),
			{ tiers: ["@cf/meta/llama-3.1-8b-instruct", "claude-sonnet-4-6"] },
		),
		logs,
	);

	const models = [
		"gpt-5.2",
		"claude-sonnet-4-6",
		"@cf/meta/llama-3.1-8b-instruct",
		fallback("gpt-4.1", "claude-opus-4-7", { onFallback: () => handedOver++ }),
	];
	const tally = { answered: 0, failed: 0, aborted: 0, left: 0, hits: 0 };

	const receipts: { question: string; attempts: readonly Attempt[] }[] = [];

	function audit(question: string, { attempts, cache }: Receipt, answered: boolean): void {
		if (question.startsWith("call")) receipts.push({ question, attempts });
		if (cache === "hit") tally.hits++;
		for (const { startedAt, durationMs, provider, model } of attempts) {
			expect(startedAt > 0 && durationMs >= 0 && provider && model).toBeTruthy();
		}
		if (answered && cache !== "hit" && cache !== "coalesced") expect(attempts.some(({ error }) => !error)).toBe(true);
	}

	async function one(index: number): Promise<void> {
		// A quarter of the questions were asked before, so that the cache has something to say.
		const question = random() < 0.25 ? `question ${Math.floor(random() * 50)}` : `call ${index}`;
		const expected = `You said "${question}". This answer is simulated.`;
		const model = models[Math.floor(random() * models.length)] ?? "gpt-5.2";
		const controller = new AbortController();
		const fate = random();
		const reason = { index };
		const own = fate < 0.05 ? controller.signal : signal;
		const aborting = fate < 0.05 ? setTimeout(() => controller.abort(reason), random() * 20) : undefined;
		try {
			if (random() < 0.5) {
				const { text, receipt } = await gateway.run(model, { prompt: question }, { signal: own });
				expect(text).toBe(expected);
				audit(question, receipt, true);
				tally.answered++;
				return;
			}
			const stream = await gateway.stream(model, { prompt: question }, { signal: own });
			const reader = stream.getReader();
			const events: GatewayStreamEvent[] = [];
			let text = "";
			for (;;) {
				if (fate > 0.95) await new Promise((resolve) => setTimeout(resolve, 1));
				const { done, value } = await reader.read();
				if (done) break;
				events.push(value);
				if (value.type === "text") text += value.delta;
				if (fate > 0.9 && fate < 0.95) {
					await reader.cancel();
					expect(expected.startsWith(text)).toBe(true);
					tally.left++;
					return;
				}
			}
			const ends = events.filter((event) => event.type === "done");
			expect(ends).toHaveLength(1);
			expect(events.at(-1)).toBe(ends[0]);
			expect(text).toBe(expected);
			audit(question, ends[0]?.receipt as Receipt, true);
			tally.answered++;
		} catch (error) {
			if (error === reason) {
				tally.aborted++;
				return;
			}
			if (!isWorkkitError(error)) throw error;
			audit(question, error.context.receipt as Receipt, false);
			tally.failed++;
		} finally {
			clearTimeout(aborting);
		}
	}

	let next = 0;
	const worker = async (): Promise<void> => {
		while (next < calls) await one(next++);
	};
	await Promise.all(Array.from({ length: atOnce }, worker));

	expect(tally.answered + tally.failed + tally.aborted + tally.left).toBe(calls);
	// A reference is served before the layers: they see each of its tiers as a call.
	expect(logged).toBe(calls + handedOver);
	// It was no quiet day, and most calls were answered all the same.
	expect(tally.answered).toBeGreaterThan(calls * 0.8);
	for (const kind of ["aborted", "left", "hits"] as const) expect(tally[kind]).toBeGreaterThan(0);
	// Receipts tell of every request, and of no other but what was aborted before it was sent.
	const requests = new Map<string, number>();
	for (const { body } of simulator.requests()) {
		const [question = ""] = /call \d+/.exec(JSON.stringify(body)) ?? [];
		requests.set(question, (requests.get(question) ?? 0) + 1);
	}
	for (const { question, attempts } of receipts) {
		const sent = requests.get(question) ?? 0;
		const unsent = attempts.filter(({ error, status }) => error === "AbortError" && status === undefined).length;
		expect(sent).toBeLessThanOrEqual(attempts.length);
		expect(sent).toBeGreaterThanOrEqual(attempts.length - unsent);
	}
	expect(receipts.some(({ attempts }) => attempts.length > 3)).toBe(true);
	await vi.waitFor(
		() => expect({ timers: timers(), listeners: listeners() }).toEqual({ timers: 0, listeners: 0 }),
		5_000,
	);
}, 120_000);

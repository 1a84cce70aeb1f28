import { type Call, type ChatMessage, createGateway, type GatewayStreamEvent, type Provider } from "@workkit/ai-core";
import { isWorkkitError, ServiceUnavailableError } from "@workkit/errors";
import fc from "fast-check";
import { expect, it } from "vitest";
import { withCache, withCircuitBreaker, withFallback, withHedge, withLogging, withRetry } from "../src/index.ts";

const whole = Array.from({ length: 20 }, (_, index) => `${index} `).join("");

/** What becomes of one stream: after how many words it breaks (20: never), and whether it begins at all. */
interface Fate {
	readonly begins: boolean;
	readonly words: number;
	readonly slow: boolean;
}

/** Says all of it, or goes on from where the answer that it is shown stops, as far as its fates let it. */
function counting(fates: Fate[]): Provider {
	return {
		async stream({ input, signal }: Call<"stream">) {
			const { begins, words, slow } = fates.shift() ?? { begins: true, words: 20, slow: false };
			if (!begins) throw new ServiceUnavailableError("p");
			const said = (input.messages as ChatMessage[] | undefined)?.find(({ role }) => role === "assistant");
			const left = (whole.slice(String(said?.content ?? "").length).match(/\S+ /g) ?? []).slice(0, words + 1);
			let open = words;
			return new ReadableStream<GatewayStreamEvent>(
				{
					async pull(controller) {
						if (slow) await new Promise((resolve) => setTimeout(resolve));
						signal?.throwIfAborted();
						const delta = left.shift();
						if (delta && open-- > 0) controller.enqueue({ type: "text", delta });
						else if (delta) throw new ServiceUnavailableError("p");
						else {
							controller.enqueue({ type: "done", finishReason: "stop" });
							controller.close();
						}
					},
				},
				{ highWaterMark: 0 },
			);
		},
	};
}

const fate = fc.record({
	begins: fc.boolean(),
	words: fc.oneof(fc.nat(20), fc.constant(20)),
	slow: fc.boolean(),
});
const ending = fc.constantFrom("read", "read", "cancel", "abort");

it("streams that are carried on say every word once, end in one `done` or a typed error, and can be left at any moment", async () => {
	const map = new Map<string, string>();
	const storage = {
		get: async (key: string) => map.get(key) ?? null,
		put: async (key: string, value: string) => void map.set(key, value),
		delete: async (key: string) => void map.delete(key),
	};
	let question = 0;
	let carriedOn = 0;
	await fc.assert(
		fc.asyncProperty(fc.array(fate, { maxLength: 8 }), ending, fc.nat(20), async (fates, end, after) => {
			const providers = { a: counting(fates), b: counting(fates), c: counting(fates) };
			const tiers = ["b", "c"].map((provider) => ({ provider, model: provider }));
			let ends = 0;
			const gateway = withCache(
				withLogging(
					withFallback(
						withRetry(
							withHedge(
								withCircuitBreaker(createGateway({ providers, defaultProvider: "a" }), { failureThreshold: 9 }),
								{ afterMs: 1_000 },
							),
							{ maxAttempts: 2, maxDelayMs: 0 },
						),
						{ tiers, continueStreams: true },
					),
					{ onResponse: () => ends++, onError: () => ends++ },
				),
				{ storage, streams: true },
			);
			const controller = new AbortController();
			const reason = { mine: true };
			let text = "";
			const dones: GatewayStreamEvent[] = [];
			const prompt = `Count ${question++}`;
			try {
				const stream = await gateway.stream("a", { prompt }, { signal: controller.signal });
				const reader = stream.getReader();
				for (let read = 0; ; read++) {
					if (end !== "read" && read === after) {
						const waiting = reader.read();
						if (end === "abort") controller.abort(reason);
						else await reader.cancel();
						const { value } = await waiting;
						if (value?.type === "text") text += value.delta;
						if (end === "cancel") break;
						continue;
					}
					const { done, value } = await reader.read();
					if (done) break;
					if (value.type === "text") text += value.delta;
					if (value.type === "done") dones.push(value);
				}
				if (end === "read") {
					expect(dones).toHaveLength(1);
					expect(text).toBe(whole);
					const [{ seams = [] }] = dones as [GatewayStreamEvent & { type: "done" }];
					if (seams[0]) carriedOn++;
					for (const { offset } of seams) expect(offset === 0 || whole[offset - 1] === " ").toBe(true);
				}
			} catch (error) {
				expect(isWorkkitError(error) || (end === "abort" && error === reason)).toBe(true);
			}
			expect(whole.startsWith(text)).toBe(true);
			expect(ends).toBe(1);
		}),
		{ numRuns: 500, seed: 20_261_121 },
	);
	expect(carriedOn).toBeGreaterThan(20);
	// Only what one model said from beginning to end is kept.
	for (const entry of map.values()) {
		const { events } = (JSON.parse(entry) as { answer: { events: { delta?: string }[] } }).answer;
		expect(events.map(({ delta = "" }) => delta).join("")).toBe(whole);
	}
}, 60_000);

import { createGateway, type Provider, readBinary, use } from "@workkit/ai-core";
import { memoryBudgetStore } from "@workkit/ai-cost";
import { ServiceUnavailableError, ValidationError } from "@workkit/errors";
import { describe, expect, it } from "vitest";
import {
	fallback,
	withBudget,
	withCache,
	withCost,
	withFallback,
	withHedge,
	withLogging,
	withRetry,
	withTelemetry,
} from "./index.ts";

/** Writes down sound by its length; fails the first `failures` times. */
function listener(failures = 0) {
	const heard: string[] = [];
	const provider = {
		async transcribe({ provider, model, input }) {
			const { length } = await readBinary(input.audio, "audio");
			heard.push(`${model} ${length}`);
			if (heard.length <= failures) {
				throw new ServiceUnavailableError(provider, { retryStrategy: { kind: "immediate", maxAttempts: 3 } });
			}
			return { text: `${length} bytes`, raw: null, provider, model };
		},
	} satisfies Provider;
	return { heard, gateway: createGateway({ providers: { mine: provider }, defaultProvider: "mine" }) };
}
const sound = () => new Blob([new Uint8Array(9)]).stream();

describe("operations that middleware does not know", () => {
	it("are tried again, with the same stream", async () => {
		const { gateway, heard } = listener(2);
		const { text, receipt } = await withRetry(gateway).transcribe("m", { audio: sound() });
		expect([text, heard, receipt.attempts.length]).toEqual(["9 bytes", ["m 9", "m 9", "m 9"], 3]);
	});

	it("are neither cached nor shared", async () => {
		const { gateway, heard } = listener();
		const stored: string[] = [];
		const storage = {
			get: async () => null,
			put: async (key: string) => void stored.push(key),
			delete: async () => {},
		};
		const cached = withCache(gateway, { storage, streams: true });
		const ask = () => cached.transcribe("m", { audio: "AAAA" });
		const [{ receipt }] = await Promise.all([ask(), ask()]);
		expect([heard.length, stored, receipt.cache]).toEqual([2, [], undefined]);
	});

	it("take no fallback, and fail with their own error", async () => {
		const { gateway, heard } = listener(1);
		const steady = withFallback(gateway, { tiers: ["other"] });
		await expect(steady.transcribe("m", { audio: sound() })).rejects.toThrow(ServiceUnavailableError);
		expect(heard).toEqual(["m 9"]);
		const reference = fallback("a", "b") as never;
		await expect(gateway.transcribe(reference, { audio: sound() })).rejects.toThrow(ValidationError);
	});

	it("are hedged by the model that was asked for", async () => {
		const { gateway, heard } = listener();
		const slow = use(gateway, async (call, next) => {
			const output = await next(call);
			if (heard.length === 1) await new Promise(() => {});
			return output;
		});
		const quick = withHedge(slow, { afterMs: 1, to: "other" });
		expect((await quick.transcribe("m", { audio: sound() })).text).toBe("9 bytes");
		expect(heard).toEqual(["m 9", "m 9"]);
	});

	it("have an unknown cost where no usage is reported", async () => {
		const { gateway } = listener();
		const priced = withCost(gateway, { price: () => "1" });
		expect((await priced.transcribe("m", { audio: sound() })).receipt.cost).toEqual({ unknown: true });
	});

	it("use up what a budget has reserved, and are refused without a price", async () => {
		const { gateway, heard } = listener();
		const store = memoryBudgetStore();
		const options = { limit: "1", window: "day", key: "k", store } as const;
		const bounded = withBudget(gateway, { ...options, price: () => "1" });
		await bounded.transcribe("m", { audio: sound() });
		await expect(bounded.transcribe("m", { audio: sound() })).rejects.toThrow("budget");
		const unpriced = withBudget(gateway, { ...options, price: () => undefined });
		await expect(unpriced.transcribe("m", { audio: sound() })).rejects.toThrow("No price is known");
		expect(heard).toEqual(["m 9"]);
	});

	it("are logged and traced under their own name", async () => {
		const { gateway } = listener();
		const notes: unknown[] = [];
		const tracer = {
			startSpan: (name: string) => {
				notes.push(name);
				return { setAttributes() {}, setStatus() {}, recordException() {}, end: () => notes.push("end") };
			},
		};
		const logged = withLogging(withTelemetry(gateway, { tracer: tracer as never }), {
			onRequest: (model) => notes.push(model),
			onResponse: (_, output) => notes.push((output as { text?: string }).text),
		});
		await logged.transcribe("m", { audio: sound() });
		expect(notes).toEqual(["m", "transcribe m", "end", "9 bytes"]);
	});
});

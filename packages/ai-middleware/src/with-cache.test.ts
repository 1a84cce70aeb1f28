import type { AiInput, AiOutput, Call, GatewayStreamEvent, RunOptions } from "@workkit/ai-core";
import { ServiceUnavailableError } from "@workkit/errors";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { failureOf, gatewayOf, hang, hear, type Step, scripted, streamOf } from "../test/scripted.ts";
import { cacheKey } from "./cache-key.ts";
import {
	type CacheConfig,
	type CacheStorage,
	fallback,
	withCache,
	withFallback,
	withHedge,
	withLogging,
	withRetry,
} from "./index.ts";

const input = { prompt: "hi" };

/** KV's methods over a map; `puts` has what was stored, with its options. */
function storageOf(): CacheStorage & { map: Map<string, string>; puts: [string, string, unknown][] } {
	const map = new Map<string, string>();
	const puts: [string, string, unknown][] = [];
	return {
		map,
		puts,
		get: async (key) => map.get(key) ?? null,
		async put(key, value, options) {
			puts.push([key, value, options]);
			map.set(key, value);
		},
		async delete(key) {
			map.delete(key);
		},
	};
}

function stage(steps: Step[] = ["fine"], config: Partial<CacheConfig> = {}) {
	const provider = scripted(...steps);
	const storage = storageOf();
	const gateway = withCache(gatewayOf({ provider }), { storage, ...config });
	return { provider, storage, gateway };
}

describe("a hit", () => {
	it("answers without a request, is marked, and was not spent", async () => {
		const usage = { inputTokens: 7, outputTokens: 9, totalTokens: 16 };
		const { gateway, provider } = stage([{ text: "fine", usage, raw: { a: 1 } }]);
		const miss = await gateway.run("m", input);
		const hit = await gateway.run("m", input);
		expect(miss.receipt).toMatchObject({ cache: "miss", attempts: [{}] });
		expect(miss.usage).toEqual(usage);
		expect(hit).toMatchObject({ text: "fine", raw: { a: 1 }, model: "m", provider: "provider", finishReason: "stop" });
		expect(hit.receipt).toEqual({ cache: "hit", attempts: [] });
		expect(hit.usage).toEqual({ inputTokens: 0, outputTokens: 0, totalTokens: 0 });
		expect(provider.calls).toHaveLength(1);
	});

	it("serves embeddings too", async () => {
		const { gateway, provider } = stage();
		await gateway.embed("m", { text: "a" });
		expect(await gateway.embed("m", { text: "a" })).toMatchObject({ vectors: [[1, 2]], receipt: { cache: "hit" } });
		expect(provider.calls).toHaveLength(1);
	});

	it("is for the same question only: whatever decides on the answer is in the key", async () => {
		const tools = [{ name: "f", description: "d", parameters: { type: "object" } }];
		const variants: [string, AiInput, RunOptions?][] = [
			["m", input],
			["m2", input],
			["m", { prompt: "hi!" }],
			["m", { prompt: "hi", temperature: 1 }],
			["m", { prompt: "hi", seed: 1 }],
			["m", { messages: [{ role: "user", content: "hi" }] }],
			["m", { messages: [{ role: "system", content: "hi" }] }],
			["m", { messages: [{ role: "user", content: [{ type: "image", image: new Uint8Array([1]) }] }] }],
			["m", { messages: [{ role: "user", content: [{ type: "image", image: new Uint8Array([2]) }] }] }],
			["m", input, { responseFormat: "json" }],
			["m", input, { responseFormat: { jsonSchema: { type: "object" } } }],
			["m", input, { toolOptions: { tools } }],
			["m", input, { toolOptions: { tools, toolChoice: "none" } }],
			["m", input, { headers: { "anthropic-beta": "x" } }],
			["m", input, { provider: "other" }],
		];
		const [provider, other] = [scripted("a"), scripted("a")];
		const gateway = withCache(gatewayOf<string>({ provider, other }), { storage: storageOf() });
		for (const variant of variants) expect((await gateway.run(...variant)).receipt.cache).toBe("miss");
		for (const variant of variants) expect((await gateway.run(...variant)).receipt.cache).toBe("hit");
	});

	it("is not prevented by what does not change the answer", async () => {
		const { gateway } = stage();
		await gateway.run("m", { prompt: "hi", temperature: 0, seed: 1 });
		const again = await gateway.run(
			"m",
			{ seed: 1, temperature: 0, prompt: "hi" },
			{ timeout: 5_000, metadata: { a: 1 }, provider: "provider" },
		);
		expect(again.receipt.cache).toBe("hit");
	});

	it("is never another tenant's", async () => {
		const storage = storageOf();
		const provider = scripted("for a", "for b");
		const tenant = (namespace: string) => withCache(gatewayOf({ provider }), { storage, namespace });
		expect((await tenant("a").run("m", input)).text).toBe("for a");
		expect((await tenant("b").run("m", input)).text).toBe("for b");
		expect((await tenant("a").run("m", input)).text).toBe("for a");
	});

	it("ends when its time is over, also where the storage keeps it longer", async () => {
		vi.useFakeTimers();
		try {
			const { gateway, storage } = stage(["one", "two"], { ttl: 5 });
			await gateway.run("m", input);
			expect(storage.puts[0]?.[2]).toEqual({ expirationTtl: 60 });
			vi.advanceTimersByTime(4_999);
			expect((await gateway.run("m", input)).text).toBe("one");
			vi.advanceTimersByTime(1);
			expect((await gateway.run("m", input)).text).toBe("two");
		} finally {
			vi.useRealTimers();
		}
	});
});

describe("what is not stored", () => {
	const call = { id: "1", name: "f", arguments: {} };
	it.each<[string, Partial<AiOutput>]>([
		["an empty answer", { text: "" }],
		["no answer", {}],
		["one cut off by the length limit", { text: "a", rawFinishReason: "length" }],
		["a filtered one", { text: "a", rawFinishReason: "content_filter" }],
		["one that pauses", { text: "a", finishReason: "pause" }],
		["a refusal", { text: "a", refusal: "no" }],
		["a tool call that cannot be read", { text: "", toolCalls: [{ ...call, invalid: true }] }],
	])("%s", async (_, output) => {
		const { gateway, storage } = stage([output]);
		await gateway.run("m", input);
		expect(storage.puts).toEqual([]);
	});

	it.each<[string, Partial<AiOutput>]>([
		["a tool call", { text: "", toolCalls: [call], rawFinishReason: "tool_calls" }],
		["an answer whose vendor never says how it ended", { text: "a", rawFinishReason: null }],
	])("but %s is", async (_, output) => {
		const { gateway, storage } = stage([output]);
		await gateway.run("m", input);
		expect(storage.puts).toHaveLength(1);
	});

	it("what happened on the way to an answer", async () => {
		const { gateway, storage } = stage();
		await gateway.run("m", input);
		expect(storage.puts[0]?.[1]).toContain("fine");
		expect(storage.puts[0]?.[1]).not.toContain("receipt");
	});

	it("an empty vector", async () => {
		// A receipt says that the answer was checked already.
		const { gateway, storage } = stage([{ vectors: [[]], receipt: { attempts: [] } } as Partial<AiOutput>]);
		await gateway.embed("m", { text: "a" });
		expect(storage.puts).toEqual([]);
	});

	it("an error", async () => {
		const { gateway, provider } = stage([new Error("odd"), "fine"]);
		await failureOf(gateway.run("m", input));
		expect((await gateway.run("m", input)).text).toBe("fine");
		expect(provider.calls).toHaveLength(2);
	});

	it("an answer that has no text form, which is given all the same", async () => {
		const { gateway, storage } = stage([{ text: "a", raw: 5n }]);
		expect((await gateway.run("m", input)).text).toBe("a");
		expect(storage.map.size).toBe(0);
	});

	it("the answer to an input that has no text form", async () => {
		const { gateway, storage } = stage();
		expect((await gateway.run("m", { audio: new ReadableStream() })).text).toBe("fine");
		expect(storage.map.size).toBe(0);
	});

	it("the answer of a chain, which passes through", async () => {
		const storage = storageOf();
		const [a, b] = [scripted(new Error("odd")), scripted("from b")];
		const cached = withCache(gatewayOf({ a, b }), { storage });
		const ref = fallback("m1", { provider: "b", model: "m2" });
		for (let call = 0; call < 2; call++) expect((await cached.run(ref, input)).receipt.cache).toBeUndefined();
		expect(storage.map.size).toBe(0);
		expect(b.calls).toHaveLength(2);
	});

	it("the answer of another model than the one that was asked for", async () => {
		const [a, b] = [scripted(new Error("odd"), "from a"), scripted("from b")];
		const steady = withFallback(gatewayOf({ a, b }), { tiers: [{ provider: "b", model: "m2" }] });
		const cached = withCache(steady, { storage: storageOf(), streams: true });
		expect((await cached.run("m1", input)).text).toBe("from b");
		expect((await cached.run("m1", input)).text).toBe("from a");
		expect((await cached.run("m1", input)).receipt.cache).toBe("hit");
		const [c, d] = [scripted(new Error("odd"), "from c"), scripted("from d")];
		const other = withFallback(gatewayOf({ c, d }), { tiers: [{ provider: "d", model: "m2" }] });
		const streaming = withCache(other, { storage: storageOf(), streams: true });
		expect((await hear(await streaming.stream("m1", input))).text).toBe("from d");
		expect((await hear(await streaming.stream("m1", input))).text).toBe("from c");
	});

	it("but under withFallback each tier's answer is, as that of its own model", async () => {
		const [a, b] = [scripted(new Error("odd"), "from a"), scripted("from b")];
		const cached = withCache(gatewayOf({ a, b }), { storage: storageOf() });
		const steady = withFallback(cached, { tiers: [{ provider: "b", model: "m2" }] });
		expect((await steady.run("m1", input)).text).toBe("from b");
		expect(await cached.isCached("m2", input, { provider: "b" })).toBe(true);
		expect(await cached.isCached("m1", input)).toBe(false);
		expect((await steady.run("m1", input)).text).toBe("from a");
		expect(await steady.run("m1", input)).toMatchObject({ text: "from a", via: "primary", receipt: { cache: "hit" } });
	});
});

describe("a storage", () => {
	const broken = (): never => {
		throw new Error("KV is down");
	};

	it.each<[string, Partial<CacheStorage>]>([
		["cannot read", { get: async () => broken() }],
		["cannot read, at once", { get: broken }],
		["cannot write", { put: async () => broken() }],
		["holds nothing but null", { get: async () => null }],
		["holds the text null", { get: async () => "null" }],
		["holds no JSON", { get: async () => "{" }],
		["holds a number", { get: async () => "1" }],
		[
			"holds an entry without an answer",
			{ get: async () => JSON.stringify({ expiresAt: Date.now() + 1e6, answer: null }) },
		],
		["holds an empty answer", { get: async () => JSON.stringify({ expiresAt: Date.now() + 1e6, answer: {} }) }],
	])("that %s costs a request, never an answer", async (_, fault) => {
		const { gateway, provider } = stage(["fine"], { storage: { ...storageOf(), ...fault } });
		expect((await gateway.run("m", input)).text).toBe("fine");
		expect((await gateway.run("m", input)).text).toBe("fine");
		expect(provider.calls.length).toBeGreaterThan(0);
	});

	it("tells its failures to onError, whose own are ignored", async () => {
		const onError = vi.fn(broken);
		const { gateway } = stage(["fine"], { onError, storage: { ...storageOf(), get: async () => broken() } });
		expect((await gateway.run("m", input)).text).toBe("fine");
		expect(onError).toHaveBeenCalledOnce();
	});

	it("is waited for, unless waitUntil takes it over", async () => {
		let stored = false;
		const put = async () => {
			await new Promise((resolve) => setTimeout(resolve, 5));
			stored = true;
		};
		await stage(["fine"], { storage: { ...storageOf(), put } }).gateway.run("m", input);
		expect(stored).toBe(true);
		stored = false;
		const promises: Promise<unknown>[] = [];
		await stage(["fine"], {
			storage: { ...storageOf(), put },
			waitUntil: (promise) => promises.push(promise),
		}).gateway.run("m", input);
		expect(stored).toBe(false);
		await Promise.all(promises);
		expect(stored).toBe(true);
	});

	it("is waited for when waitUntil throws, as it does without its context", async () => {
		const onError = vi.fn();
		const waitUntil = () => {
			throw new TypeError("Illegal invocation");
		};
		const { gateway, storage } = stage(["fine", "fine"], { waitUntil, onError, streams: true });
		expect((await gateway.run("m", input)).text).toBe("fine");
		expect(storage.map.size).toBe(1);
		expect((await hear(await gateway.stream("m", input))).text).toBe("fine");
		expect(onError).toHaveBeenCalled();
	});

	it.each([[undefined], [{}], [{ get() {} }]])("that is none is refused: %j", (storage) => {
		expect(() => withCache(gatewayOf({ a: scripted("") }), { storage } as never)).toThrow(/storage/);
	});

	it("is asked to keep for whole seconds", async () => {
		const { gateway, storage } = stage(["fine"], { ttl: 90.5 });
		await gateway.run("m", input);
		expect(storage.puts[0]?.[2]).toEqual({ expirationTtl: 91 });
	});

	it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])("is not asked to keep for %s seconds", (ttl) => {
		expect(() => stage([], { ttl })).toThrow(/ttl/);
	});
});

describe("isCached and invalidate", () => {
	it("tell and forget what run would answer with", async () => {
		const { gateway, provider } = stage();
		expect(await gateway.isCached("m", input)).toBe(false);
		await gateway.run("m", input);
		expect(await gateway.isCached("m", input)).toBe(true);
		expect(await gateway.isCached("m", { prompt: "other" })).toBe(false);
		await gateway.invalidate("m", input);
		expect(await gateway.isCached("m", input)).toBe(false);
		expect(provider.calls).toHaveLength(1);
	});

	it("take what run would not serve for nothing", async () => {
		const { gateway, storage } = stage(["fine"]);
		await gateway.run("m", input);
		for (const key of storage.map.keys()) {
			storage.map.set(key, JSON.stringify({ expiresAt: Date.now() + 1e6, answer: { text: "" } }));
		}
		expect(await gateway.isCached("m", input)).toBe(false);
	});

	it("tell a storage's failure to onError, and to nobody else", async () => {
		const broken = (): never => {
			throw new Error("KV is down");
		};
		const onError = vi.fn();
		const { gateway } = stage([], { onError, storage: { ...storageOf(), get: async () => broken(), delete: broken } });
		expect(await gateway.isCached("m", input)).toBe(false);
		await gateway.invalidate("m", input);
		expect(onError).toHaveBeenCalledTimes(2);
	});

	it("know the provider that the call would go to", async () => {
		const { gateway } = stage();
		await gateway.run("m", input);
		expect(await gateway.isCached("m", input, { provider: "provider" })).toBe(true);
		await expect(gateway.isCached("m", input, { provider: "none" as never })).rejects.toThrow(/none/);
	});
});

describe("identical calls under way", () => {
	/** A stage on which so many calls meet before the first step is done. */
	function meeting(count: number, step: () => unknown, more: Step[] = [], config: Partial<CacheConfig> = {}) {
		let reads = 0;
		let meet = (): void => {};
		const met = new Promise<void>((resolve) => {
			meet = resolve;
		});
		const get = async () => {
			// What follows a read needs no time.
			if (++reads === count) setTimeout(meet);
			return null;
		};
		return stage([() => met.then(step), ...more], { storage: { ...storageOf(), get }, ...config });
	}

	it("share one request, and one is paid for", async () => {
		const { gateway, provider } = meeting(20, () => "fine");
		const answers = await Promise.all(Array.from({ length: 20 }, () => gateway.run("m", input)));
		expect(provider.calls).toHaveLength(1);
		expect(answers.map(({ text }) => text)).toEqual(Array(20).fill("fine"));
		expect(answers.map(({ receipt }) => receipt.cache).sort()).toEqual([...Array(19).fill("coalesced"), "miss"]);
		expect(answers.flatMap(({ receipt }) => receipt.attempts)).toHaveLength(1);
	});

	it("share a failure, and nothing after it", async () => {
		const { gateway, provider } = meeting(2, () => Promise.reject(new Error("odd")), ["fine"]);
		const errors = await Promise.all([1, 2].map(() => failureOf(gateway.run("m", input))));
		expect(errors[0]).toBe(errors[1]);
		expect((await gateway.run("m", input)).text).toBe("fine");
		expect(provider.calls).toHaveLength(2);
	});

	it("go on for the others when one caller leaves, and end when the last one does", async () => {
		let signal: AbortSignal | undefined;
		const { gateway } = stage([
			(call) => {
				signal = call.signal;
				return hang(call);
			},
		]);
		const [one, two] = [new AbortController(), new AbortController()];
		const first = failureOf(gateway.run("m", input, { signal: one.signal }));
		const second = failureOf(gateway.run("m", input, { signal: two.signal }));
		await vi.waitFor(() => expect(signal).toBeDefined());
		one.abort("one");
		expect(await first).toBe("one");
		expect(signal?.aborted).toBe(false);
		two.abort("two");
		expect(await second).toBe("two");
		expect(signal?.aborted).toBe(true);
	});

	it("have a failure each, whose receipt is their own", async () => {
		const down = new ServiceUnavailableError("p", { context: { status: 529 } });
		const { gateway } = meeting(2, () => Promise.reject(down));
		const errors = await Promise.all([1, 2].map(() => failureOf(gateway.run("m", input))));
		// Either of them may have been the first to ask the storage.
		expect(errors).toContain(down);
		const second = errors.find((error) => error !== down);
		expect(down.context.receipt).toMatchObject({ cache: "miss", attempts: [{ error: "WORKKIT_SERVICE_UNAVAILABLE" }] });
		expect(second).toBeInstanceOf(ServiceUnavailableError);
		expect(second).toMatchObject({
			message: down.message,
			stack: down.stack,
			retryable: true,
			context: { status: 529, receipt: { cache: "coalesced", attempts: [] } },
		});
	});

	it("have spent what they have used once", async () => {
		const usage = { inputTokens: 5, outputTokens: 6 };
		const { gateway } = meeting(2, () => ({ text: "fine", usage }));
		const answers = await Promise.all([gateway.run("m", input), gateway.run("m", input)]);
		expect(answers.map((answer) => answer.usage?.inputTokens).sort()).toEqual([0, 5]);
	});

	it("leave nothing behind at the callers' signals, however they end", async () => {
		const { signal } = new AbortController();
		const [add, remove] = [vi.spyOn(signal, "addEventListener"), vi.spyOn(signal, "removeEventListener")];
		for (const step of [() => "fine", () => Promise.reject(new Error("odd"))]) {
			const { gateway } = meeting(2, step);
			await Promise.allSettled([1, 2].map(() => gateway.run("m", input, { signal })));
		}
		expect(add.mock.calls.length).toBeGreaterThan(0);
		expect(remove.mock.calls.map(([, listener]) => listener)).toEqual(
			expect.arrayContaining(add.mock.calls.map(([, listener]) => listener)),
		);
	});

	it("are not begun by a caller who has left while the storage was asked", async () => {
		const controller = new AbortController();
		const get = async () => {
			controller.abort("enough");
			return null;
		};
		const { gateway, provider } = stage(["hang"], { storage: { ...storageOf(), get } });
		expect(await failureOf(gateway.run("m", input, { signal: controller.signal }))).toBe("enough");
		await new Promise((resolve) => setTimeout(resolve));
		expect(provider.calls).toHaveLength(0);
	});

	it("are begun anew after all callers have left", async () => {
		const { gateway, provider } = stage(["hang", "fine"]);
		const controller = new AbortController();
		const left = failureOf(gateway.run("m", input, { signal: controller.signal }));
		await vi.waitFor(() => expect(provider.calls).toHaveLength(1));
		controller.abort("enough");
		expect((await gateway.run("m", input)).text).toBe("fine");
		expect(await left).toBe("enough");
	});

	it("are given to waitUntil, since the request that began them may end before those that wait", async () => {
		const kept: Promise<unknown>[] = [];
		const { gateway } = stage(["hang"], { waitUntil: (promise) => kept.push(promise) });
		const controller = new AbortController();
		const running = failureOf(gateway.run("m", input, { signal: controller.signal }));
		await vi.waitFor(() => expect(kept).toHaveLength(1));
		controller.abort("enough");
		await running;
		expect(await kept[0]).toBeUndefined();
	});

	it("do not include a hedged call and its own second request", async () => {
		const { gateway, provider } = stage(["hang", "second"]);
		const answer = await withHedge(gateway, { afterMs: 1 }).run("m", input);
		expect(answer).toMatchObject({ text: "second", receipt: { cache: "miss", attempts: [{}, {}] } });
		expect(provider.calls[0]?.signal?.aborted).toBe(true);
	});

	it("do not wait for each other when told not to", async () => {
		const { gateway, provider } = meeting(2, () => "fine", [], { coalesce: false });
		await Promise.all([gateway.run("m", input), gateway.run("m", input)]);
		expect(provider.calls).toHaveLength(2);
	});
});

describe("streams", () => {
	const events: GatewayStreamEvent[] = [
		{ type: "text", delta: "a" },
		{ type: "text", delta: "b" },
		{ type: "done", finishReason: "stop", usage: { inputTokens: 1, outputTokens: 2 } },
	];

	it("pass through by default", async () => {
		const { gateway, provider, storage } = stage([events]);
		for (let time = 0; time < 2; time++) expect((await hear(await gateway.stream("m", input))).text).toBe("ab");
		expect(provider.calls).toHaveLength(2);
		expect(storage.map.size).toBe(0);
	});

	it("are replayed in the same pieces when that is asked for", async () => {
		const { gateway, provider, storage } = stage([events], { streams: true });
		const first = await hear(await gateway.stream("m", input));
		const kept = (JSON.parse(storage.puts[0]?.[1] ?? "") as { answer: { events: object[] } }).answer.events;
		expect(kept).toHaveLength(3);
		expect(kept[2]).not.toHaveProperty("receipt");
		const second = await hear(await gateway.stream("m", input));
		expect(provider.calls).toHaveLength(1);
		expect(second.events.slice(0, 2)).toEqual(first.events.slice(0, 2));
		expect(first.events[2]).toMatchObject({ usage: { inputTokens: 1 }, receipt: { cache: "miss" } });
		expect(second.events[2]).toMatchObject({
			type: "done",
			finishReason: "stop",
			usage: { inputTokens: 0, outputTokens: 0 },
			receipt: { cache: "hit", attempts: [] },
		});
	});

	it.each<[string, Step]>([
		["break", () => streamOf([events[0] as GatewayStreamEvent, new Error("cut")])],
		[
			"are cut off by the length limit",
			[
				{ type: "text", delta: "a" },
				{ type: "done", finishReason: "length" },
			],
		],
		["are empty", [{ type: "done", finishReason: "stop" }]],
		[
			"call a tool that cannot be read",
			[
				{ type: "tool_use", id: "1", name: "f", input: {}, invalid: true },
				{ type: "done", finishReason: "tool_calls" },
			],
		],
	])("that %s are not stored", async (_, step) => {
		const { gateway, storage } = stage([step], { streams: true });
		await hear(await gateway.stream("m", input));
		expect(storage.map.size).toBe(0);
	});

	it("are replayed whole, also where something inside waited for their first event", async () => {
		const { storage } = stage();
		const provider = scripted(events);
		const layered = withCache(withLogging(withRetry(withFallback(gatewayOf({ provider }), { tiers: ["m2"] })), {}), {
			storage,
			streams: true,
		});
		for (let time = 0; time < 2; time++) expect((await hear(await layered.stream("m", input))).text).toBe("ab");
		expect(provider.calls).toHaveLength(1);
	});

	it.each([5, {}, "text"])("are asked for anew where the storage holds %j instead of events", async (given) => {
		const { gateway, storage } = stage([events], { streams: true });
		await hear(await gateway.stream("m", input));
		for (const key of storage.map.keys()) {
			storage.map.set(key, JSON.stringify({ expiresAt: Date.now() + 1e6, answer: { events: given } }));
		}
		expect((await hear(await gateway.stream("m", input))).text).toBe("ab");
	});

	it("that their reader leaves are not stored", async () => {
		const { gateway, storage } = stage([events], { streams: true });
		const reader = (await gateway.stream("m", input)).getReader();
		await reader.read();
		await reader.cancel();
		expect(storage.map.size).toBe(0);
	});

	it("asked for other events have answers of their own", async () => {
		const { gateway, provider } = stage([events], { streams: true });
		await hear(await gateway.stream("m", input));
		await hear((await gateway.stream("m", input, { events: ["reasoning"] })) as never);
		expect(provider.calls).toHaveLength(2);
	});
});

describe("hashFn", () => {
	it("stands for the input, and neither for model nor for provider", async () => {
		const hashFn = vi.fn((_model: string, given: unknown) =>
			String((given as { prompt: string }).prompt).toLowerCase(),
		);
		const { gateway } = stage(["one", "two"], { hashFn });
		await gateway.run("m", { prompt: "HI" });
		expect((await gateway.run("m", { prompt: "hi" })).text).toBe("one");
		expect((await gateway.run("m2", { prompt: "hi" })).text).toBe("two");
		expect(hashFn).toHaveBeenCalledWith("m", { prompt: "HI" }, expect.anything());
	});
});

describe("hashFn that fails", () => {
	it.each<[string, () => unknown]>([
		["answers with nothing", () => undefined],
		["answers with an object", () => ({})],
		[
			"throws",
			() => {
				throw new RangeError("the caller's");
			},
		],
		["rejects", () => Promise.reject(new Error("the caller's"))],
	])("and %s costs requests, and never another input's answer", async (_, hashFn) => {
		const onError = vi.fn();
		const { gateway, storage } = stage(["one", "two"], { hashFn: hashFn as never, onError });
		expect((await gateway.run("m", { prompt: "1" })).text).toBe("one");
		expect((await gateway.run("m", { prompt: "2" })).text).toBe("two");
		expect(await gateway.isCached("m", { prompt: "1" })).toBe(false);
		expect(storage.map.size).toBe(0);
		expect(onError).toHaveBeenCalledTimes(3);
	});
});

it("inside withRetry it answers an attempt, around it the call", async () => {
	const { gateway, provider } = stage(["fine"]);
	const retried = withRetry(gateway);
	await retried.run("m", input);
	expect((await retried.run("m", input)).receipt.cache).toBe("hit");
	expect(provider.calls).toHaveLength(1);
});

describe("the key", () => {
	const subject = (value: AiInput, over: Partial<Call> = {}) => ({
		operation: "run" as const,
		provider: "p",
		model: "m",
		options: {},
		...over,
		input: value,
	});
	const json = fc.jsonValue({ maxDepth: 3 });

	it("has one length whatever it is made of, far under KV's 512 bytes, and nothing of the prompt", async () => {
		await fc.assert(
			fc.asyncProperty(json, fc.string(), async (value, namespace) => {
				const key = await cacheKey(subject({ prompt: "secret", value }), namespace);
				expect(key).toMatch(/^workkit:ai:1:[0-9a-f]{64}:[0-9a-f]{64}$/);
			}),
		);
	});

	it("is the same for the same input, whatever the order of its members", async () => {
		await fc.assert(
			fc.asyncProperty(fc.dictionary(fc.string(), json), async (value) => {
				const reversed = Object.fromEntries(Object.entries(value).reverse());
				expect(await cacheKey(subject({ value: reversed }), "")).toBe(await cacheKey(subject({ value }), ""));
			}),
		);
	});

	it("differs for different inputs", async () => {
		await fc.assert(
			fc.asyncProperty(json, json, async (a, b) => {
				const same = JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
				const keys = await Promise.all([a, b].map((value) => cacheKey(subject({ value }), "")));
				expect(keys[0] === keys[1]).toBe(same);
			}),
		);
	});

	it("tells bytes and bigints from objects that look like their text forms", async () => {
		const values = [new Uint8Array([1]), { $bytes: "AQ==" }, { $$bytes: "AQ==" }, 1n, { $bigint: "1" }, "1", 1];
		const keys = await Promise.all(values.map((value) => cacheKey(subject({ value } as never), "")));
		expect(new Set(keys).size).toBe(values.length);
	});

	it("tells bytes by what they show, whatever buffer they are in", async () => {
		const { buffer } = new Uint8Array([1, 2, 1]);
		const views = [0, 1, 2].map((offset) => new Uint8Array(buffer, offset, 1));
		const keys = await Promise.all([...views, buffer].map((value) => cacheKey(subject({ value } as never), "")));
		expect(keys[0]).toBe(keys[2]);
		expect(new Set(keys).size).toBe(3);
	});

	it("does not mix up a namespace with what follows it", async () => {
		const keys = await Promise.all(["a", "b", "a:", ""].map((namespace) => cacheKey(subject({}), namespace)));
		expect(new Set(keys).size).toBe(4);
	});
});

/** The value with its members in one order, objects told from lists. */
function sorted(value: unknown): unknown {
	if (typeof value !== "object" || value === null) return value;
	if (Array.isArray(value)) return value.map(sorted);
	const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
	return { members: members.map(([name, member]) => [name, sorted(member)]) };
}

import { type Chain, createGateway, walkedElsewhere } from "@workkit/ai-core";
import { RateLimitError, ServiceUnavailableError, ValidationError } from "@workkit/errors";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { failureOf, gatewayOf, hang, hear, scripted, streamOf } from "../test/scripted.ts";
import { withCircuitBreaker, withFallback } from "./index.ts";

const input = { prompt: "hi" };
const down = (): Error => new ServiceUnavailableError("p");

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("withCircuitBreaker", () => {
	it("stops asking after so many failures in a row, and says until when", async () => {
		const a = scripted(down());
		const gateway = withCircuitBreaker(gatewayOf({ a }), { failureThreshold: 2, cooldownMs: 1_000 });
		for (let call = 0; call < 5; call++) await failureOf(gateway.run("m", input));
		expect(a.calls).toHaveLength(2);
		const error = await failureOf(gateway.run("m", input));
		expect(error).toMatchObject({
			code: "WORKKIT_SERVICE_UNAVAILABLE",
			retryable: false,
			context: { circuit: "open", openUntil: Date.now() + 1_000 },
		});
	});

	it("shows the failure itself when `isFailure` throws, and does not count it", async () => {
		const failure = down();
		const a = scripted(failure, () => streamOf([failure]));
		const isFailure = () => {
			throw new TypeError("mine");
		};
		const gateway = withCircuitBreaker(gatewayOf({ a }), { failureThreshold: 1, isFailure });
		expect(await failureOf(gateway.run("m", input))).toBe(failure);
		expect((await hear(await gateway.stream("m", input))).error).toBe(failure);
		expect(a.calls).toHaveLength(2);
	});

	it("starts counting anew after a success", async () => {
		const a = scripted(down(), "fine", down(), "fine");
		const gateway = withCircuitBreaker(gatewayOf({ a }), { failureThreshold: 2 });
		for (let call = 0; call < 4; call++) await gateway.run("m", input).catch(() => {});
		expect(a.calls).toHaveLength(4);
	});

	it("lets one call try after the cooldown, and the others only once that one succeeded", async () => {
		const a = scripted(down(), () => new Promise((resolve) => setTimeout(() => resolve("fine"), 10)));
		const onChange = vi.fn();
		const gateway = withCircuitBreaker(gatewayOf({ a }), { failureThreshold: 1, cooldownMs: 1_000, onChange });
		await failureOf(gateway.run("m", input));
		await vi.advanceTimersByTimeAsync(1_000);
		const [trying, waiting] = [gateway.run("m", input), failureOf(gateway.run("m", input))];
		expect(await waiting).toMatchObject({ context: { circuit: "open" } });
		await vi.advanceTimersByTimeAsync(10);
		expect((await trying).text).toBe("fine");
		expect((await Promise.all([gateway.run("m", input), vi.advanceTimersByTimeAsync(10)]))[0].text).toBe("fine");
		expect(onChange.mock.calls).toEqual([
			["a", "open"],
			["a", "closed"],
		]);
	});

	it("stays shut off when the trying call fails", async () => {
		const a = scripted(down());
		const gateway = withCircuitBreaker(gatewayOf({ a }), { failureThreshold: 1, cooldownMs: 1_000 });
		await failureOf(gateway.run("m", input));
		await vi.advanceTimersByTimeAsync(1_000);
		await failureOf(gateway.run("m", input));
		await vi.advanceTimersByTimeAsync(999);
		await failureOf(gateway.run("m", input));
		expect(a.calls).toHaveLength(2);
	});

	it("keeps one provider's circuit from another's", async () => {
		const [a, b] = [scripted(down()), scripted("from b")];
		const gateway = withFallback(withCircuitBreaker(gatewayOf({ a, b }), { failureThreshold: 1 }), {
			tiers: [{ provider: "b", model: "m2" }],
		});
		for (let call = 0; call < 3; call++) expect((await gateway.run("m", input)).text).toBe("from b");
		expect(a.calls).toHaveLength(1);
	});

	it("has the circuits that `key` tells apart", async () => {
		const a = scripted(({ model }) => (model === "m1" ? Promise.reject(down()) : "fine"));
		const gateway = withCircuitBreaker(gatewayOf({ a }), {
			failureThreshold: 1,
			key: ({ provider, model }) => `${provider}/${model}`,
		});
		await failureOf(gateway.run("m1", input));
		expect((await gateway.run("m2", input)).text).toBe("fine");
	});

	it("counts only what says something of the provider: neither bad input nor the caller's abort", async () => {
		const a = scripted(new ValidationError("bad"), (call) => hang(call), new RateLimitError(), "fine");
		const gateway = withCircuitBreaker(gatewayOf({ a }), { failureThreshold: 2 });
		const controller = new AbortController();
		await failureOf(gateway.run("m", input));
		const aborted = failureOf(gateway.run("m", input, { signal: controller.signal }));
		controller.abort("mine");
		expect(await aborted).toBe("mine");
		await failureOf(gateway.run("m", input));
		expect((await gateway.run("m", input)).text).toBe("fine");
	});

	it("frees the trial that learned nothing", async () => {
		const a = scripted(down(), new ValidationError("bad"), "fine");
		const gateway = withCircuitBreaker(gatewayOf({ a }), { failureThreshold: 1, cooldownMs: 1_000 });
		await failureOf(gateway.run("m", input));
		await vi.advanceTimersByTimeAsync(1_000);
		await failureOf(gateway.run("m", input));
		expect((await gateway.run("m", input)).text).toBe("fine");
	});

	it("counts streams that break, and takes a first event for a success", async () => {
		const text = { type: "text", delta: "a" } as const;
		const a = scripted(
			down(),
			() => streamOf([text, down()]),
			() => streamOf([text, down()]),
			() => streamOf([down()]),
			() => streamOf([down()]),
			"never",
		);
		const gateway = withCircuitBreaker(gatewayOf({ a }), { failureThreshold: 2 });
		const stream = () => gateway.stream("m", input).then(hear, () => {});
		for (let call = 0; call < 4; call++) await stream();
		expect(await failureOf(gateway.stream("m", input))).toMatchObject({ context: { circuit: "open" } });
		expect(a.calls).toHaveLength(4);
	});

	it("learns nothing from calls that began before it opened: neither their aborts, nor their successes, nor more failures", async () => {
		const late: ((step: Promise<unknown>) => void)[] = [];
		const slow = () => new Promise((resolve) => late.push(resolve));
		const text = { type: "text", delta: "a" } as const;
		const a = scripted("hang", slow, slow, [text, text, text, { type: "done" }], () => streamOf([text, text]), down());
		const onChange = vi.fn();
		const gateway = withCircuitBreaker(gatewayOf({ a }), { failureThreshold: 1, cooldownMs: 1_000, onChange });
		const controller = new AbortController();
		const aborted = failureOf(gateway.run("m", input, { signal: controller.signal }));
		const [succeeding, failing] = [gateway.run("m", input), failureOf(gateway.run("m", input))];
		const reader = (await gateway.stream("m", input)).getReader();
		const left = (await gateway.stream("m", input)).getReader();
		for (const each of [reader, left]) await each.read();
		await failureOf(gateway.run("m", input));
		await vi.advanceTimersByTimeAsync(500);
		controller.abort("mine");
		await aborted;
		late[0]?.(Promise.resolve("fine"));
		expect((await succeeding).text).toBe("fine");
		late[1]?.(Promise.reject(down()));
		await failing;
		await reader.read();
		await left.cancel();
		expect(await failureOf(gateway.run("m", input))).toMatchObject({
			context: { circuit: "open", openUntil: Date.now() + 500 },
		});
		expect(onChange.mock.calls).toEqual([["a", "open"]]);
	});

	it("takes the trial for over once it has succeeded: what becomes of its stream is that of any other", async () => {
		const text = { type: "text", delta: "a" } as const;
		const a = scripted(down(), [text, text, { type: "done" }], down());
		const gateway = withCircuitBreaker(gatewayOf({ a }), { failureThreshold: 1, cooldownMs: 1_000 });
		await failureOf(gateway.run("m", input));
		await vi.advanceTimersByTimeAsync(1_000);
		const reader = (await gateway.stream("m", input)).getReader();
		await reader.read();
		await failureOf(gateway.run("m", input));
		await reader.cancel();
		expect(await failureOf(gateway.run("m", input))).toMatchObject({ context: { circuit: "open" } });
		expect(a.calls).toHaveLength(3);
	});

	it("lets the next call try when the reader leaves the trying stream before its first event", async () => {
		const a = scripted(down(), () => streamOf([hang({ signal: undefined })]), "fine");
		const gateway = withCircuitBreaker(gatewayOf({ a }), { failureThreshold: 1, cooldownMs: 1_000 });
		await failureOf(gateway.run("m", input));
		await vi.advanceTimersByTimeAsync(1_000);
		await (await gateway.stream("m", input)).cancel();
		expect((await gateway.run("m", input)).text).toBe("fine");
	});

	it("lets another call try when the trying one does not come back", async () => {
		const a = scripted(down(), "hang", "fine");
		const gateway = withCircuitBreaker(gatewayOf({ a }), { failureThreshold: 1, cooldownMs: 1_000 });
		await failureOf(gateway.run("m", input));
		await vi.advanceTimersByTimeAsync(1_000);
		void failureOf(gateway.run("m", input));
		await vi.advanceTimersByTimeAsync(1_000);
		expect((await gateway.run("m", input)).text).toBe("fine");
	});

	it("tells of its opening once, also where the threshold is no integer", async () => {
		const onChange = vi.fn();
		const config = { failureThreshold: 1.5, cooldownMs: 1_000, onChange };
		const gateway = withCircuitBreaker(gatewayOf({ a: scripted(down()) }), config);
		for (let call = 0; call < 4; call++) {
			await failureOf(gateway.run("m", input));
			await vi.advanceTimersByTimeAsync(1_000);
		}
		expect(onChange.mock.calls).toEqual([["a", "open"]]);
	});

	it("takes a stream for one success, not for as many as it has events", async () => {
		const text = { type: "text", delta: "a" } as const;
		const a = scripted([text, text, { type: "done" }], down());
		const gateway = withCircuitBreaker(gatewayOf({ a }), { failureThreshold: 2 });
		const reader = (await gateway.stream("m", input)).getReader();
		for (let call = 0; call < 2; call++) {
			await reader.read();
			await failureOf(gateway.run("m", input));
		}
		expect(await failureOf(gateway.run("m", input))).toMatchObject({ context: { circuit: "open" } });
	});

	it("takes a chain that is walked elsewhere for no provider's", async () => {
		let asked = 0;
		const chain: Chain = (entries) =>
			walkedElsewhere(entries, () => {
				asked++;
				return Promise.reject(down());
			});
		const gateway = createGateway({ providers: { a: scripted("fine") }, defaultProvider: "a", chain });
		const guarded = withCircuitBreaker(gateway, { failureThreshold: 1 });
		for (let call = 0; call < 2; call++) await failureOf(guarded.runFallback([{ provider: "a", model: "m" }], input));
		expect(asked).toBe(2);
		expect((await guarded.run("m", input)).text).toBe("fine");
	});

	it("survives hooks that throw", async () => {
		const onChange = vi.fn(() => {
			throw new Error("the hook's");
		});
		const gateway = withCircuitBreaker(gatewayOf({ a: scripted(down()) }), { failureThreshold: 1, onChange });
		await expect(gateway.run("m", input)).rejects.toMatchObject({ code: "WORKKIT_SERVICE_UNAVAILABLE" });
		expect(onChange).toHaveBeenCalledOnce();
	});

	it.each([{ failureThreshold: 0 }, { cooldownMs: 0 }, { failureThreshold: Number.NaN }])("refuses %j", (config) => {
		expect(() => withCircuitBreaker(gatewayOf({ a: scripted("") }), config)).toThrow(/above 0/);
	});
});

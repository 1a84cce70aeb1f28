import { type Call, type Chain, createGateway, type Receipt, walkedElsewhere } from "@workkit/ai-core";
import { ServiceUnavailableError } from "@workkit/errors";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { failureOf, gatewayOf, hang, hear, scripted, streamOf } from "../test/scripted.ts";
import { type CostEntry, withCost, withHedge, withLogging, withRetry } from "./index.ts";

const input = { prompt: "hi" };
const down = (): Error => new ServiceUnavailableError("p");
const to = { provider: "b", model: "m2" };
const after = (ms: number, text: string) => () => new Promise<string>((resolve) => setTimeout(() => resolve(text), ms));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
	expect(vi.getTimerCount()).toBe(0);
	vi.useRealTimers();
});

async function played<T>(promise: Promise<T>): Promise<T> {
	const settled = promise.then(
		(value) => () => value,
		(error: unknown) => () => {
			throw error;
		},
	);
	await vi.runAllTimersAsync();
	return (await settled)();
}

describe("withHedge", () => {
	it("makes no second call when the first answers in time", async () => {
		const [a, b] = [scripted(after(99, "from a")), scripted("from b")];
		const answer = await played(withHedge(gatewayOf({ a, b }), { afterMs: 100, to }).run("m1", input));
		expect(answer.text).toBe("from a");
		expect(b.calls).toHaveLength(0);
	});

	it("takes the second call's answer when the first is slow, and aborts the first", async () => {
		const [a, b] = [scripted("hang"), scripted(after(10, "from b"))];
		const answer = await played(withHedge(gatewayOf({ a, b }), { afterMs: 100, to }).run("m1", input));
		expect(answer).toMatchObject({ text: "from b", provider: "b", model: "m2" });
		expect(a.calls[0]?.signal?.aborted).toBe(true);
		expect(answer.receipt.attempts).toMatchObject([{ provider: "a", error: "AbortError" }, { provider: "b" }]);
	});

	it("takes the first call's answer when it is faster after all, and aborts the second", async () => {
		const [a, b] = [scripted(after(150, "from a")), scripted("hang")];
		const answer = await played(withHedge(gatewayOf({ a, b }), { afterMs: 100, to }).run("m1", input));
		expect(answer.text).toBe("from a");
		expect(b.calls[0]?.signal?.aborted).toBe(true);
	});

	it("asks the same model again when it is told no other", async () => {
		const a = scripted("hang", "second try");
		expect((await played(withHedge(gatewayOf({ a }), { afterMs: 100 }).run("m1", input))).text).toBe("second try");
		expect(a.calls.map(({ model }) => model)).toEqual(["m1", "m1"]);
	});

	it("hedges streams until their first event, and lets the winner run on", async () => {
		const cancelled = vi.fn();
		const a = scripted(() => streamOf([hang({ signal: undefined })], cancelled));
		const b = scripted([{ type: "text", delta: "from b" }, { type: "done" }]);
		const heard = await played(withHedge(gatewayOf({ a, b }), { afterMs: 100, to }).stream("m1", input).then(hear));
		expect(heard).toMatchObject({ text: "from b" });
		expect(heard.error).toBeUndefined();
		expect(cancelled).toHaveBeenCalledOnce();
		expect(b.calls[0]?.signal?.aborted).toBe(false);
	});

	it("tells of both calls at once, when the deadline of all ends them", async () => {
		const [a, b] = [scripted("hang"), scripted("hang")];
		const told = withHedge(gatewayOf({ a, b }), { afterMs: 100, to })
			.run("m1", input, { timeout: 150 })
			.catch((error: { context: { receipt: Receipt } }) =>
				error.context.receipt.attempts.map(({ provider }) => provider),
			);
		expect(await played(told)).toEqual(["a", "b"]);
	});

	/** Answers after a wait, and says before and after it what AI Gateway says of it. */
	const told =
		(logId: string, ms: number, answer: unknown = logId) =>
		async ({ receipt }: Call) => {
			receipt.gateway = { logId };
			await new Promise((resolve) => setTimeout(resolve, ms));
			receipt.gateway = { logId };
			return answer instanceof Error ? Promise.reject(answer) : answer;
		};

	it.each([
		["the first", 150, 400, "a"],
		["the second", 400, 150, "b"],
	])("tells what AI Gateway said of %s when that one answered, whatever the other hears", async (_, msA, msB, log) => {
		const hedged = () =>
			withHedge(gatewayOf({ a: scripted(told("a", msA)), b: scripted(told("b", msB)) }), { afterMs: 100, to });
		const { receipt } = await played(hedged().run("m1", input));
		const heard = await played(hedged().stream("m1", input).then(hear));
		expect(receipt).toMatchObject({ gateway: { logId: log }, attempts: [{ provider: "a" }, { provider: "b" }] });
		const done = heard.events.find((event) => event.type === "done");
		expect(done?.receipt).toMatchObject({ gateway: { logId: log }, attempts: [{}, {}] });
		for (const told of [receipt, done?.receipt]) expect(told).not.toHaveProperty("cost");
	});

	it("has one winner when both answer at the same moment", async () => {
		const moment = new Promise((resolve) => setTimeout(resolve, 150));
		const at = (logId: string) =>
			scripted(async ({ receipt }) => {
				await moment;
				receipt.gateway = { logId };
				return logId;
			});
		const hedged = withHedge(gatewayOf({ a: at("a"), b: at("b") }), { afterMs: 100, to });
		const { text, receipt } = await played(hedged.run("m1", input));
		expect(receipt.gateway).toEqual({ logId: text });
	});

	it("tells what AI Gateway said of the first when both fail, and nothing that a call before this one heard", async () => {
		const a = scripted(told("a", 150, down()));
		const both = withHedge(gatewayOf({ a, b: scripted(told("b", 150, down())) }), { afterMs: 100, to });
		expect(await failureOf(played(both.run("m1", input)))).toMatchObject({
			context: { receipt: { gateway: { logId: "a" }, attempts: [{}, {}] } },
		});
		const again = withRetry(withHedge(gatewayOf({ a: scripted(told("a", 1, down()), "plain") }), { afterMs: 100 }));
		expect((await played(again.run("m1", input))).receipt).not.toHaveProperty("gateway");
	});

	it.each([
		["the first", after(150, "a"), "hang"],
		["the second", "hang", after(50, "b")],
	] as const)("prices both calls, each as what it is, when %s answers", async (_, stepA, stepB) => {
		const rows: unknown[] = [];
		const ledger = { record: async ({ provider, model }: CostEntry) => rows.push(`${provider} ${model}`) };
		const price = () => "0.5";
		const priced = withHedge(withCost(gatewayOf({ a: scripted(stepA), b: scripted(stepB) }), { price, ledger }), {
			afterMs: 100,
			to,
		});
		const { receipt } = await played(priced.run("m1", input));
		expect(structuredClone(receipt)).toMatchObject({ cost: { usd: "1" }, attempts: [{ provider: "a" }, {}] });
		expect(rows.sort()).toEqual(["a m1", "b m2"]);
	});

	it("tells of both calls when what answered breaks, and to a layer around it when both fail", async () => {
		const broken = () => streamOf([{ type: "text", delta: "x" }, down()]);
		const both = { attempts: [{ provider: "a" }, { provider: "b" }] };
		const hedged = withHedge(gatewayOf({ a: scripted("hang"), b: scripted(broken) }), { afterMs: 100, to });
		const { error } = await played(hedged.stream("m1", input).then(hear));
		expect(error).toMatchObject({ context: { receipt: both } });
		const failing = gatewayOf({ a: scripted(told("a", 150, down())), b: scripted(down()) });
		const heard: unknown[] = [];
		const logged = withLogging(withHedge(failing, { afterMs: 100, to }), {
			onError: (_model, error) => heard.push(structuredClone(Object(error).context.receipt)),
		});
		await failureOf(played(logged.run("m1", input)));
		expect(heard).toMatchObject([both]);
	});

	it("leaves a receipt that somebody else wrote", async () => {
		const receipt = { attempts: [], gateway: { logId: "theirs" } };
		const hedged = withHedge(gatewayOf({ a: scripted({ text: "a", receipt }) }), { afterMs: 100 });
		expect((await played(hedged.run("m1", input))).receipt).toBe(receipt);
		const done = [{ type: "done", receipt } as const];
		const streamed = withHedge(gatewayOf({ a: scripted(done) }), { afterMs: 100 });
		expect(await played(streamed.stream("m1", input).then(hear))).toMatchObject({ events: done });
	});

	it("asks for embeddings from the same model only", async () => {
		const [a, b] = [scripted("hang", {}), scripted({})];
		await played(withHedge(gatewayOf({ a, b }), { afterMs: 100, to }).embed("m1", { text: "x" }));
		expect([a.calls.length, b.calls.length]).toEqual([2, 0]);
	});

	it("fails at once when the first call fails before the second is made", async () => {
		const [a, b] = [scripted(down()), scripted("from b")];
		const error = await failureOf(played(withHedge(gatewayOf({ a, b }), { afterMs: 100, to }).run("m1", input)));
		expect(error).toBeInstanceOf(ServiceUnavailableError);
		expect(b.calls).toHaveLength(0);
	});

	it("survives one failure once both were made, and fails with the first's when both fail", async () => {
		const late = (error: Error) => () => new Promise((_resolve, reject) => setTimeout(() => reject(error), 150));
		const [first, second] = [down(), down()];
		const one = withHedge(gatewayOf({ a: scripted(late(first)), b: scripted(after(100, "from b")) }), {
			afterMs: 100,
			to,
		});
		expect((await played(one.run("m1", input))).text).toBe("from b");
		const two = withHedge(gatewayOf({ a: scripted(late(first)), b: scripted(late(second)) }), { afterMs: 100, to });
		expect(await failureOf(played(two.run("m1", input)))).toBe(first);
	});

	it("ends both calls with the caller's abort, and with its reason", async () => {
		const controller = new AbortController();
		const [a, b] = [scripted("hang"), scripted("hang")];
		setTimeout(() => controller.abort("mine"), 200);
		const running = withHedge(gatewayOf({ a, b }), { afterMs: 100, to }).run("m1", input, {
			signal: controller.signal,
		});
		expect(await failureOf(played(running))).toBe("mine");
		expect([...a.calls, ...b.calls].map(({ signal }) => signal?.aborted)).toEqual([true, true]);
	});

	it("asks a chain that is walked elsewhere again as it is", async () => {
		const asked: string[] = [];
		const chain: Chain = (entries) =>
			walkedElsewhere(entries, (call) => {
				asked.push(call.model);
				return asked.length > 1 ? Promise.resolve({ raw: null, provider: "a", model: call.model }) : hang(call);
			});
		const providers = { a: scripted("never"), b: scripted("never") };
		const gateway = createGateway({ providers, defaultProvider: "a", chain });
		const hedged = withHedge(gateway, { afterMs: 100, to });
		await played(hedged.runFallback([{ provider: "a", model: "m1" }], input));
		expect(asked).toEqual(["fallback:m1", "fallback:m1"]);
	});

	it("refuses a second provider that is none before anything is asked", async () => {
		const a = scripted("from a");
		const hedged = withHedge(gatewayOf({ a }), { afterMs: 100, to: { provider: "zzz", model: "m" } });
		expect(await failureOf(played(hedged.run("m", input)))).toMatchObject({ code: "WORKKIT_CONFIG" });
		expect(a.calls).toHaveLength(0);
	});

	it.each([0, -1, Number.NaN, 2 ** 31])("refuses to wait %s ms", (afterMs) => {
		expect(() => withHedge(gatewayOf({ a: scripted("") }), { afterMs })).toThrow(/afterMs/);
	});
});

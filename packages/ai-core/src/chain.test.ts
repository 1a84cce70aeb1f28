import { isErrorCode, ServiceUnavailableError } from "@workkit/errors";
import { describe, expect, it, vi } from "vitest";
import { rejection } from "../test/outcome.ts";
import {
	type AiInput,
	type AiOutput,
	type Call,
	type Chain,
	createGateway,
	type FallbackEntry,
	type Gateway,
	type Middleware,
	type Provider,
	use,
	walkedElsewhere,
} from "./index.ts";

const prompt = { prompt: "Hello" };
const entries: FallbackEntry<"a" | "b">[] = [
	{ provider: "a", model: "first" },
	{ provider: "b", model: "second" },
];
const provider: Provider = { run: async (call) => ({ raw: null, provider: call.provider, model: call.model }) };
const providers = { a: provider, b: provider };

/** A gateway whose chains are answered by this. */
const chainedGateway = (act: (call: Call<"run">) => Promise<AiOutput>) =>
	createGateway({ providers, defaultProvider: "b", chain: (list) => walkedElsewhere(list, act) });

/** An answer by an entry of the chain. */
const second = async (call: Call<"run">): Promise<AiOutput> => ({
	text: String(call.input.prompt),
	raw: null,
	provider: "b",
	model: "second",
});

const keeping =
	(calls: Call[]): Middleware =>
	(call, next) => {
		calls.push(call);
		return next(call);
	};

describe("a gateway with a chain", () => {
	it("has `runFallback`, and one without has none", () => {
		expect("runFallback" in chainedGateway(second)).toBe(true);
		expect("runFallback" in createGateway({ providers, defaultProvider: "a" })).toBe(false);
	});

	it("hands the chain its entries and its providers, and completes its answer", async () => {
		const chain = vi.fn<Chain>((list) => walkedElsewhere(list, second));
		const { runFallback } = createGateway({ providers, defaultProvider: "a", chain });
		expect(await runFallback(entries, prompt)).toMatchObject({
			text: "Hello",
			provider: "b",
			model: "second",
			finishReason: "unknown",
			message: { role: "assistant", content: "Hello" },
			receipt: { attempts: [{ provider: "a", model: "fallback:first→second" }] },
		});
		expect(chain).toHaveBeenCalledExactlyOnceWith(entries, providers);
	});

	it.each([
		[undefined],
		[null],
		[[]],
		["first"],
		[{ 0: entries[0], length: 1 }],
		[[null]],
		[[{ provider: "a" }]],
		[[entries[0], { provider: "a", model: "" }]],
	])("refuses %j, which is no list of entries, before the chain is made", async (wrong) => {
		const chain = vi.fn<Chain>();
		const { runFallback } = createGateway({ providers, defaultProvider: "a", chain });
		const error = await rejection(runFallback(wrong as unknown as typeof entries, prompt));
		expect(isErrorCode(error, "WORKKIT_VALIDATION")).toBe(true);
		expect(chain).not.toHaveBeenCalled();
	});

	it("rejects with what the chain throws, with a receipt", async () => {
		const failure = new ServiceUnavailableError("all of them");
		const error = await rejection(chainedGateway(() => Promise.reject(failure)).runFallback(entries, prompt));
		expect(error).toBe(failure);
		expect(failure.context.receipt).toMatchObject({ attempts: [{ error: "WORKKIT_SERVICE_UNAVAILABLE" }] });
	});
});

describe("a wrapper", () => {
	const written = {
		name: "written",
		seen: [] as unknown[][],
		async run(): Promise<AiOutput> {
			return Promise.reject(new Error("run was asked"));
		},
		async runFallback(...seen: unknown[]): Promise<AiOutput> {
			this.seen.push(seen);
			return { text: this.name, raw: null, provider: "b", model: "second" };
		},
		providers: () => ["a", "b"],
		defaultProvider: () => "a",
	};

	it("has `runFallback` exactly when the gateway that it wraps has it", () => {
		const { runFallback: _none, ...without } = written;
		const wrapped: [Gateway, boolean][] = [
			[use(chainedGateway(second)), true],
			[use(use(chainedGateway(second))), true],
			[use(createGateway({ providers, defaultProvider: "a" })), false],
			[use(written as Gateway), true],
			[use({ ...chainedGateway(second) }), true],
			[use(without), false],
		];
		for (const [gateway, expected] of wrapped) {
			expect("runFallback" in gateway).toBe(expected);
			expect("runFallback" in use(gateway)).toBe(expected);
		}
	});

	it("lets its middleware see a chain as one call", async () => {
		const calls: Call[] = [];
		const gateway = use(use(chainedGateway(second), keeping(calls)), keeping(calls));
		const { receipt } = await gateway.runFallback(entries, prompt, { headers: { a: "b" } });
		expect(calls).toHaveLength(2);
		expect(calls[0]).toBe(calls[1]);
		expect(calls[0]).toMatchObject({
			operation: "run",
			model: "fallback:first→second",
			input: prompt,
			options: { headers: { a: "b" } },
			chained: true,
			act: expect.any(Function),
		});
		expect(calls[0]?.receipt).toBe(receipt);
	});

	it("lets its middleware try a chain again, and change what it asks", async () => {
		let tries = 0;
		const flaky = async (call: Call<"run">): Promise<AiOutput> => {
			if (++tries === 1) throw new ServiceUnavailableError("first");
			return second(call);
		};
		const again: Middleware = (call, next) =>
			next(call).catch(() => next({ ...call, input: { prompt: "again" } as never }));
		const { text, receipt } = await use(chainedGateway(flaky), again).runFallback(entries, prompt);
		expect(text).toBe("again");
		expect(receipt.attempts).toMatchObject([{ error: "WORKKIT_SERVICE_UNAVAILABLE" }, { provider: "a" }]);
	});

	it("asks a hand-written gateway's own, with its `this`, the entries, the input, and options with the call's signal", async () => {
		const calls: Call[] = [];
		const { signal } = new AbortController();
		const gateway = use(written as Gateway as Required<Gateway>, keeping(calls));
		const output = await gateway.runFallback(entries, prompt as AiInput, { headers: { a: "b" }, signal });
		expect(output).toMatchObject({ text: "written", provider: "b", model: "second" });
		expect(written.seen.at(-1)).toEqual([entries, prompt, { headers: { a: "b" }, signal }]);
		expect(calls).toMatchObject([{ model: "fallback:first→second", chained: true }]);
	});

	it("refuses what is no list of entries for a hand-written gateway, too", async () => {
		const gateway = use(written as Gateway as Required<Gateway>);
		const asked = written.seen.length;
		for (const wrong of [undefined, [], [null]]) {
			const error = await rejection(gateway.runFallback(wrong as never, prompt));
			expect(isErrorCode(error, "WORKKIT_VALIDATION")).toBe(true);
		}
		expect(written.seen).toHaveLength(asked);
	});
});

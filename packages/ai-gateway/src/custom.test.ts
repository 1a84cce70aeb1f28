import { describe, expect, it } from "vitest";
import { type AiInput, type AiOutput, createGateway, type GatewayStreamEvent, type RunOptions } from "./index.ts";

type Given = [model: string, input: AiInput, options: RunOptions | undefined];

const answer: AiOutput = { text: "Hi", raw: { the: "answer" }, provider: "somebody", model: "another" };
const events = (...list: GatewayStreamEvent[]) =>
	new ReadableStream<GatewayStreamEvent>({
		start(controller) {
			for (const event of list) controller.enqueue(event);
			controller.close();
		},
	});

async function read(stream: ReadableStream<GatewayStreamEvent>): Promise<GatewayStreamEvent[]> {
	const heard: GatewayStreamEvent[] = [];
	const reader = stream.getReader();
	for (let next = await reader.read(); !next.done; next = await reader.read()) heard.push(next.value);
	return heard;
}

describe("a provider of the caller's own", () => {
	it("is given model, input and options as they came, and its own `this`", async () => {
		const given: Given[] = [];
		const mine = {
			type: "custom",
			text: "Hello from this.",
			async run(...parts: Given): Promise<AiOutput> {
				given.push(parts);
				return { ...answer, text: this.text };
			},
		} as const;
		const gateway = createGateway({ providers: { mine }, defaultProvider: "mine" });
		const input = {
			messages: [{ role: "user" as const, content: "Hi", cacheControl: "ephemeral" as const }],
			maxTokens: 5,
		};
		const options = { headers: { a: "b" }, metadata: { c: 1 }, responseFormat: "json" } as const;
		expect((await gateway.run("m", input, options)).text).toBe("Hello from this.");
		expect(given).toEqual([["m", input, expect.objectContaining(options)]]);
	});

	it("answers in its own words, and what it leaves open is filled in", async () => {
		const gateway = createGateway({
			providers: { mine: { type: "custom", run: async () => answer } },
			defaultProvider: "mine",
		});
		expect(await gateway.run("m", { prompt: "p" })).toMatchObject({
			text: "Hi",
			raw: { the: "answer" },
			provider: "somebody",
			model: "another",
			finishReason: "unknown",
			rawFinishReason: null,
			message: { role: "assistant", content: "Hi" },
			receipt: { attempts: [{ provider: "mine", model: "m" }] },
		});
	});

	it("hears of the caller's abort and of every deadline through one signal", async () => {
		const signals: (AbortSignal | undefined)[] = [];
		const wait = (_model: string, _input: unknown, options?: RunOptions): Promise<never> => {
			signals.push(options?.signal);
			return new Promise(() => {});
		};
		const mine = { type: "custom", run: wait, stream: wait, embed: wait } as const;
		const gateway = createGateway({ providers: { mine }, defaultProvider: "mine" });
		for (const ask of [
			(options: RunOptions<"mine">) => gateway.run("m", { prompt: "p" }, options),
			(options: RunOptions<"mine">) => gateway.stream("m", { prompt: "p" }, options),
			(options: RunOptions<"mine">) => gateway.embed("m", { text: "p" }, options),
		]) {
			await expect(ask({ timeout: 5 })).rejects.toMatchObject({ code: "WORKKIT_TIMEOUT" });
			await expect(ask({ attemptTimeout: 5 })).rejects.toMatchObject({ code: "WORKKIT_TIMEOUT" });
			const controller = new AbortController();
			const call = ask({ signal: controller.signal, timeout: 60_000 });
			controller.abort("enough");
			await expect(call).rejects.toBe("enough");
		}
		expect(signals.map((signal) => signal?.aborted)).toEqual(Array(9).fill(true));
	});

	it("streams what its function streams, and must end with `done`", async () => {
		const make = (...list: GatewayStreamEvent[]) =>
			createGateway({
				providers: { mine: { type: "custom", run: async () => answer, stream: async () => events(...list) } },
				defaultProvider: "mine",
			}).stream("m", { prompt: "p" });
		const heard = await read(
			await make({ type: "text", delta: "Hi" }, { type: "done", usage: { inputTokens: 1, outputTokens: 2 } }),
		);
		expect(heard).toMatchObject([
			{ type: "text", delta: "Hi" },
			{ type: "done", usage: { inputTokens: 1, outputTokens: 2 }, message: { role: "assistant", content: "Hi" } },
		]);
		await expect(read(await make({ type: "text", delta: "Hi" }))).rejects.toMatchObject({
			code: "WORKKIT_STREAM_INTERRUPTED",
			reason: "cut",
			context: { provider: "mine", partial: { text: "Hi" } },
		});
	});

	it("has exactly the operations that its record has", async () => {
		const gateway = createGateway({
			providers: { mine: { type: "custom", run: async () => answer } },
			defaultProvider: "mine",
		});
		await expect(gateway.embed("m", { text: "p" })).rejects.toMatchObject({ code: "WORKKIT_UNSUPPORTED_OPERATION" });
		await expect(gateway.stream("m", { prompt: "p" })).rejects.toMatchObject({ code: "WORKKIT_UNSUPPORTED_OPERATION" });
	});

	it("keeps the caller's own errors as they are", async () => {
		const reason = new Error("mine");
		const gateway = createGateway({
			providers: { mine: { type: "custom", run: () => Promise.reject(reason) } },
			defaultProvider: "mine",
		});
		await expect(gateway.run("m", { prompt: "p" })).rejects.toBe(reason);
	});

	it.each([{}, { run: "no" }, { stream: async () => events() }])("needs a `run`: %o", (parts) => {
		const mine = { type: "custom", ...parts } as never;
		expect(() => createGateway({ providers: { mine }, defaultProvider: "mine" })).toThrow(
			expect.objectContaining({ code: "WORKKIT_CONFIG", message: expect.stringContaining("run") }),
		);
	});
});

import { createGateway as createCoreGateway, type Middleware, use } from "@workkit/ai-core";
import { describe, expect, it, vi } from "vitest";
import { type AiOutput, createGateway, type GatewayStreamEvent } from "../src/index.ts";
import { answering, drain, failure } from "./answering.ts";

describe("a copy of a gateway with a method of its own", () => {
	it("is wrapped with that method, not with the original's", async () => {
		const own: AiOutput = { text: "own", raw: null, provider: "p", model: "m" };
		const gateway = { ...answering({ choices: [] }), run: async (_model: string, _input: object) => own };
		expect((await use(gateway).run("m", { prompt: "x" })).text).toBe("own");
	});
});

describe("a stream that is over before its caller gets it", () => {
	it("leaves no timer of the total deadline", async () => {
		vi.useFakeTimers();
		try {
			const cancelling: Middleware = async (call, next) => {
				const output = await next(call);
				if (output instanceof ReadableStream) await output.cancel();
				return output;
			};
			const gateway = use(answering('data: {"choices":[{"delta":{"content":"a"}}]}\n\n'), cancelling);
			await gateway.stream("m", { prompt: "x" }, { timeout: 20_000 });
			expect(vi.getTimerCount()).toBe(0);
		} finally {
			vi.useRealTimers();
		}
	});
});

describe("a caller's own provider", () => {
	const custom = (answer: unknown) =>
		createCoreGateway({
			providers: {
				own: { run: async () => answer as AiOutput, stream: async () => answer as ReadableStream<GatewayStreamEvent> },
			},
			defaultProvider: "own",
		});

	it.each([undefined, null, "text"])("that answers with %j fails with an error of ours", async (answer) => {
		expect((await failure(custom(answer).run("m", { prompt: "x" }))).code).toBe("WORKKIT_CONFIG");
		expect((await failure(custom(answer).stream("m", { prompt: "x" }))).code).toBe("WORKKIT_CONFIG");
	});

	it("that streams tool calls has them in the message as calls, and nothing else", async () => {
		const events: GatewayStreamEvent[] = [{ type: "tool_use", id: "1", name: "f", input: { a: 1 } }, { type: "done" }];
		const stream = new ReadableStream<GatewayStreamEvent>({
			start(controller) {
				for (const event of events) controller.enqueue(event);
				controller.close();
			},
		});
		const [, done] = await drain(await custom(stream).stream("m", { prompt: "x" }));
		expect(done).toMatchObject({ message: { toolCalls: [{ id: "1", name: "f", arguments: { a: 1 } }] } });
		expect(JSON.stringify(done)).not.toContain("tool_use");
	});

	it("has its vectors counted, and is not asked for none", async () => {
		const embed = vi.fn(async () => ({ vectors: [], raw: null, provider: "own", model: "m" }));
		const gateway = createGateway({
			providers: { own: { type: "custom", run: async (model) => ({ raw: null, provider: "own", model }), embed } },
			defaultProvider: "own",
		});
		expect((await failure(gateway.embed("m", { text: ["a", "b"] }))).code).toBe("WORKKIT_STREAM_INTERRUPTED");
		expect((await failure(gateway.embed("m", { text: [] }))).code).toBe("WORKKIT_VALIDATION");
		expect(embed).toHaveBeenCalledTimes(1);
	});
});

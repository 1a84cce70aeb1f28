import { createGateway } from "@workkit/ai-core";
import { createSimulator, type Reply } from "@workkit/ai-simulator";
import { collect } from "@workkit/ai-stream";
import { describe, expect, it, vi } from "vitest";
import { bytesOf } from "../test/exchange.ts";
import { type ExperimentalResumeOptions, experimentalResume, type WorkersAiBinding, workersAi } from "./index.ts";

const text = "A long story about a lighthouse, a storm, and a ship that came home at last.";
const prompt = { prompt: "Tell me a story.", maxTokens: 100 };

function simulate(fault: Reply["fault"], options: ExperimentalResumeOptions = {}, now?: () => number) {
	const simulator = createSimulator({
		gateway: { gateways: ["gw"] },
		reply: () => ({ text, ...(fault && { fault }) }),
		...(now && { now }),
	});
	const resumes: number[] = [];
	const onResume = (_: string, events: number) => void resumes.push(events);
	const binding = experimentalResume(simulator.ai, { onResume, ...options });
	const ai = workersAi({ binding, gateway: { id: "gw" } });
	const gateway = createGateway({
		providers: { ai, plain: workersAi({ binding: simulator.ai }) },
		defaultProvider: "ai",
	});
	return { simulator, gateway, resumes };
}

/** A binding whose run breaks as it is told to, and whose resumes give these bodies, or fail. */
function breaking(
	first: ReadableStream<Uint8Array>,
	bodies: readonly (ReadableStream<Uint8Array> | number | Error)[],
	headers: Record<string, string> = { "cf-aig-run-id": "run/1", "content-type": "text/event-stream" },
) {
	const fetched: string[] = [];
	const binding = {
		run: async () => new Response(first, { headers }),
		async fetch(url: string): Promise<Response> {
			const body = bodies[fetched.length];
			fetched.push(url.replace("https://workers-binding.ai/ai-gateway/gateways/", ""));
			if (body instanceof Error) throw body;
			return typeof body === "number" ? new Response("gone", { status: body }) : new Response(body ?? null);
		},
	};
	return { binding: binding as unknown as WorkersAiBinding, fetched };
}

/** Pieces, and then the connection is lost. */
function lost(...pieces: string[]): ReadableStream<Uint8Array> {
	const left = pieces.map((piece) => new TextEncoder().encode(piece));
	return new ReadableStream({
		pull(controller) {
			const piece = left.shift();
			if (piece) controller.enqueue(piece);
			else controller.error(new TypeError("network connection lost"));
		},
	});
}

const frame = (content: string) => `data: {"choices":[{"index":0,"delta":{"content":"${content}"}}]}\n\n`;
const stop = 'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n';

async function told(binding: WorkersAiBinding, options?: ExperimentalResumeOptions) {
	const ai = workersAi({ binding: experimentalResume(binding, options), gateway: { id: "g w" } });
	const gateway = createGateway({ providers: { ai }, defaultProvider: "ai" });
	return collect(await gateway.stream("openai/gpt-5.2", prompt));
}

describe.each(["openai/gpt-4.1", "xai/grok-4"])("a stream of %s that breaks", (model) => {
	it.each([{ afterFrames: 3 }, { afterFrames: 6 }, { afterBytes: 700 }, { afterBytes: 1 }])(
		"goes on where it broke: %o",
		async (where) => {
			const whole = await collect(await simulate(undefined).gateway.stream(model, prompt));
			const { gateway, resumes, simulator } = simulate({ type: "cut", ...where });
			const { text: heard, done } = await collect(await gateway.stream(model, prompt));
			expect([heard, done?.finishReason, done?.usage]).toEqual([text, "stop", whole.done?.usage]);
			expect(resumes).toHaveLength(1);
			expect(simulator.requests().map(({ url }) => new URL(url).pathname)).toEqual([
				"/ai-gateway/run",
				expect.stringMatching(/^\/ai-gateway\/gateways\/gw\/run\/run_\w+\/resume$/),
			]);
		},
	);

	it("goes on when it just ended, too", async () => {
		const { gateway, resumes } = simulate({ type: "end", afterFrames: 4 });
		expect((await collect(await gateway.stream(model, prompt))).text).toBe(text);
		expect(resumes).toEqual([4]);
	});

	it("breaks without the opt-in", async () => {
		const { gateway } = simulate({ type: "cut", afterFrames: 4 });
		const stream = await gateway.stream(model, prompt, { provider: "plain" });
		await expect(collect(stream)).rejects.toMatchObject({ code: "WORKKIT_STREAM_INTERRUPTED" });
	});

	it("breaks when the gateway has forgotten it", async () => {
		let nowMs = 1_000_000;
		const { gateway, resumes } = simulate({ type: "cut", afterFrames: 4 }, {}, () => nowMs);
		const stream = await gateway.stream(model, prompt);
		nowMs += 331_000;
		await expect(collect(stream)).rejects.toMatchObject({ code: "WORKKIT_STREAM_INTERRUPTED", reason: "cut" });
		expect(resumes).toEqual([4]);
	});

	it("is left alone when it is whole", async () => {
		const { gateway, resumes, simulator } = simulate(undefined);
		expect((await collect(await gateway.stream(model, prompt))).text).toBe(text);
		expect([resumes, simulator.requests().length]).toEqual([[], 1]);
	});
});

describe("resuming", () => {
	it("counts whole events, drops the beginning of one that comes again, and is given up after some tries", async () => {
		const { binding, fetched } = breaking(lost(frame("a"), frame("b").slice(0, 20)), [
			lost(frame("b"), 'data: {"cho'),
			bytesOf(frame("c"), stop),
		]);
		expect((await told(binding)).text).toBe("abc");
		expect(fetched).toEqual(["g%20w/run/run%2F1/resume?from=1", "g%20w/run/run%2F1/resume?from=2"]);

		const often = breaking(lost(frame("a")), [lost(frame("b")), lost(frame("c")), lost(frame("d"))]);
		const failure = await told(often.binding, { maxResumes: 2 }).catch((error) => error);
		expect(failure).toMatchObject({ reason: "cut", context: { partial: { text: "abc" } } });
		expect(often.fetched).toHaveLength(2);
	});

	it.each([[404], [500], [new TypeError("no way")]])(
		"fails as the stream did when it is answered with %s",
		async (answer) => {
			const { binding, fetched } = breaking(lost(frame("a")), [answer]);
			await expect(told(binding)).rejects.toMatchObject({
				code: "WORKKIT_STREAM_INTERRUPTED",
				reason: "cut",
				cause: { message: "network connection lost" },
			});
			expect(fetched).toHaveLength(1);
		},
	);

	it.each([
		[
			"throws",
			() => {
				throw new Error("hook");
			},
		],
		["rejects", () => Promise.reject(new Error("hook"))],
	])("does not mind a hook that %s, which is told before", async (_what, trouble) => {
		const { binding, fetched } = breaking(lost(frame("a")), [bytesOf(frame("b"), stop)]);
		const calls: unknown[] = [];
		// No mock: it would see to the rejection itself.
		const onResume = (runId: string, events: number) => {
			calls.push([runId, events, fetched.length]);
			return trouble();
		};
		expect((await told(binding, { onResume })).text).toBe("ab");
		expect(calls).toEqual([["run/1", 1, 0]]);
		expect(fetched).toHaveLength(1);
	});

	it("leaves a stream as it is that ends without a last event, when there is no more", async () => {
		const done = 'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}';
		const { binding, fetched } = breaking(bytesOf(frame("a"), done), [404]);
		expect((await told(binding)).text).toBe("a");
		expect(fetched).toHaveLength(1);
		const ended = breaking(bytesOf(frame("a"), stop.trimEnd()), []);
		expect((await told(ended.binding)).text).toBe("a");
		expect(ended.fetched).toEqual([]);
	});

	it.each([[{ "content-type": "text/event-stream" }], [{ "cf-aig-run-id": "r", "content-type": "application/json" }]])(
		"does not touch an answer with the headers %o",
		async (headers) => {
			const body = bytesOf('{"response":"x"}');
			const answer = new Response(body, { headers: headers as unknown as Record<string, string> });
			const binding = { run: async () => answer, fetch: vi.fn() } as unknown as WorkersAiBinding;
			expect(await experimentalResume(binding).run("m" as never, {} as never, {} as never)).toBe(answer);
		},
	);

	it("needs the binding's own way, and keeps its other methods", async () => {
		const answer = new Response("", { headers: { "cf-aig-run-id": "r", "content-type": "text/event-stream" } });
		const without = { run: async () => answer } as unknown as WorkersAiBinding;
		expect(await experimentalResume(without).run("m" as never, {} as never, {} as never)).toBe(answer);
		expect(experimentalResume(without).toMarkdown).toBeUndefined();
		const { ai } = createSimulator();
		const files = [{ name: "a.csv", blob: new Blob(["a,b"], { type: "text/csv" }) }];
		const converted = await experimentalResume(ai).toMarkdown?.(files as never, {} as never);
		expect(converted).toMatchObject([{ name: "a.csv", format: "markdown" }]);
	});

	it("stops when the caller does", async () => {
		const controller = new AbortController();
		const { gateway, resumes } = simulate({ type: "stall", afterFrames: 3 });
		const stream = await gateway.stream("openai/gpt-4.1", prompt, { signal: controller.signal });
		const reader = stream.getReader();
		await reader.read();
		const reason = new Error("enough");
		controller.abort(reason);
		await expect(collect(new ReadableStream({ pull: async () => void (await reader.read()) }))).rejects.toBe(reason);
		expect(resumes).toEqual([]);
	});

	it("does not touch a byte of what comes whole, nor of an end that is none", async () => {
		for (const text of [`event: a\n${frame("a")}${stop}`, `${frame("a")}data: {"cho`]) {
			const { binding } = breaking(bytesOf(text), [404]);
			const answer = (await experimentalResume(binding).run("m" as never, {} as never, {} as never)) as Response;
			expect(await answer.text()).toBe(text);
		}
	});

	it("asks the gateway that is in force without one, and nobody for a caller who left", async () => {
		const { binding, fetched } = breaking(lost(frame("a")), [bytesOf(stop)]);
		const answer = (await experimentalResume(binding).run("m" as never, {} as never, {} as never)) as Response;
		expect(await answer.text()).toBe(frame("a") + stop);
		expect(fetched).toEqual(["default/run/run%2F1/resume?from=1"]);
		const gone = breaking(lost(frame("a")), [bytesOf(stop)]);
		const options = { signal: AbortSignal.abort() } as never;
		const left = (await experimentalResume(gone.binding).run("m" as never, {} as never, options)) as Response;
		await expect(left.text()).rejects.toThrow("connection lost");
		expect(gone.fetched).toEqual([]);
	});

	it("cancels the stream that it reads", async () => {
		let cancelled: unknown;
		const endless = new ReadableStream<Uint8Array>({
			pull: (controller) => controller.enqueue(new TextEncoder().encode(frame("a"))),
			cancel: (reason) => {
				cancelled = reason;
			},
		});
		const { binding } = breaking(endless, []);
		const answer = (await experimentalResume(binding).run("m" as never, {} as never, {} as never)) as Response;
		await answer.body?.cancel("enough");
		expect(cancelled).toBe("enough");
	});
});

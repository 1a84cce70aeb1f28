import { createSimulator } from "@workkit/ai-simulator";
import { TimeoutError } from "@workkit/errors";
import { describe, expect, it, vi } from "vitest";
import { bindingOf, failureOf, simulated } from "../test/bindings.ts";
import { streamAI } from "./index.ts";

const model = "@cf/meta/llama-3.1-8b-instruct";
const input = { messages: [{ role: "user", content: "Hello" }] };

/** A body that says one thing and then nothing, and whether it was cancelled. */
function stalled(): { body: ReadableStream<Uint8Array>; cancelled(): unknown } {
	let why: unknown;
	const body = new ReadableStream<Uint8Array>({
		start: (controller) => controller.enqueue(new TextEncoder().encode('data: {"response":"Hi"}\n\n')),
		cancel: (reason) => {
			why = reason;
		},
	});
	return { body, cancelled: () => why };
}

describe("streamAI", () => {
	it("gives the bytes of the binding's own stream, ready for a Response", async () => {
		const direct = await createSimulator().ai.run(model, { ...input, stream: true });
		const response = new Response(await streamAI(createSimulator().ai, model, input));
		expect(await response.text()).toBe(await new Response(direct as ReadableStream).text());
	});

	it("sets the stream flag, and passes gateway and signal on", async () => {
		const { body } = stalled();
		const binding = bindingOf(body);
		const controller = new AbortController();
		const gateway = { id: "my-gateway" };
		await streamAI(binding, model, input, { signal: controller.signal, gateway });
		expect(binding.asked).toMatchObject([{ model, inputs: { ...input, stream: true }, options: { gateway } }]);
		controller.abort();
		expect(binding.asked[0]?.options.signal?.aborted).toBe(true);
	});

	it("ends a stream that lasts longer than its timeout, here and upstream", async () => {
		const { body, cancelled } = stalled();
		const reader = (await streamAI(bindingOf(body), model, input, { timeout: 20 })).getReader();
		await reader.read();
		expect(await failureOf(reader.read())).toBeInstanceOf(TimeoutError);
		expect(cancelled()).toBeInstanceOf(TimeoutError);
	});

	it("gives up on a model that does not begin in time", async () => {
		const { ai } = simulated([{ reply: { fault: { type: "hang" } } }]);
		expect(await failureOf(streamAI(ai as never, model, input, { timeout: 20 }))).toBeInstanceOf(TimeoutError);
	});

	it("lets the reader's cancel and the caller's abort reach the binding's stream", async () => {
		const read = stalled();
		await (await streamAI(bindingOf(read.body), model, input)).cancel("enough");
		expect(read.cancelled()).toBe("enough");
		const aborted = stalled();
		const controller = new AbortController();
		const reader = (await streamAI(bindingOf(aborted.body), model, input, controller)).getReader();
		await reader.read();
		const rest = failureOf(reader.read());
		controller.abort("gone");
		expect(await rest).toBe("gone");
		expect(aborted.cancelled()).toBe("gone");
	});

	it("asks upstream for no more than is read", async () => {
		let asked = 0;
		const pull = (controller: ReadableStreamDefaultController) => controller.enqueue(new Uint8Array([++asked]));
		const body = new ReadableStream({ pull }, { highWaterMark: 0 });
		const reader = (await streamAI(bindingOf(body), model, input)).getReader();
		expect((await reader.read()).value).toEqual(new Uint8Array([1]));
		await new Promise((resolve) => setTimeout(resolve));
		expect(asked).toBe(1);
		await reader.cancel();
	});

	it("leaves no timer behind when a stream has ended, or never began", async () => {
		vi.useFakeTimers();
		const options = { timeout: 30_000 };
		await new Response(await streamAI(bindingOf(new Response("data: {}\n\n").body), model, input, options)).text();
		expect(vi.getTimerCount()).toBe(0);
		await failureOf(streamAI(bindingOf({ response: "Hi" }), model, input, options));
		expect(vi.getTimerCount()).toBe(0);
		vi.useRealTimers();
	});

	it("refuses an answer that is no stream", async () => {
		expect(await failureOf(streamAI(bindingOf({ response: "Hi" }), model, input))).toMatchObject({
			code: "WORKKIT_VALIDATION",
		});
	});
});

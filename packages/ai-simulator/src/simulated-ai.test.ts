import { describe, expect, it } from "vitest";
import { createSimulator } from "./index.ts";

const LLAMA = "@cf/meta/llama-3.1-8b-instruct";
const hello = { messages: [{ role: "user", content: "Hello there" }] };

async function failure(promise: Promise<unknown>): Promise<Error> {
	return promise.then(
		() => new Error("it did not fail"),
		(error) => error,
	);
}

describe("simulator.ai", () => {
	it("gives an object, a stream of bytes or the response, as asked", async () => {
		const { ai } = createSimulator();
		expect(await ai.run(LLAMA, hello)).toMatchObject({ response: expect.stringContaining("Hello there") });
		const stream = (await ai.run(LLAMA, { ...hello, stream: true })) as ReadableStream<Uint8Array>;
		expect(await new Response(stream).text()).toMatch(/^data: \{"response".*data: \[DONE\]\n\n$/s);
		const response = (await ai.run(LLAMA, hello, { returnRawResponse: true })) as Response;
		expect([response.status, response.headers.get("content-type")]).toEqual([200, "application/json"]);
	});

	it("throws an error that has a name and a message and nothing else", async () => {
		const error = await failure(createSimulator().ai.run("@cf/meta/no-such-model", hello));
		expect([error.name, error.message]).toEqual(["AiError", "5007: No such model @cf/meta/no-such-model or task"]);
		expect(["status", "code", "cause"].filter((key) => key in error)).toEqual([]);
	});

	it("does not throw for an error that was asked for as a response", async () => {
		const { ai } = createSimulator({ reply: () => ({ error: { code: 3040 } }) });
		const response = (await ai.run(LLAMA, hello, { returnRawResponse: true })) as Response;
		expect([response.status, await response.json()]).toMatchObject([429, { internalCode: 3040 }]);
	});

	it("throws the text of a page that is not the platform's", async () => {
		const { ai } = createSimulator({ reply: () => ({ error: { status: 403, body: "<h1>Access</h1>" } }) });
		const error = await failure(ai.run(LLAMA, hello));
		expect([error.name, error.message]).toEqual(["InferenceUpstreamError", "<h1>Access</h1>"]);
	});

	it("says of the binding's other methods that they are not simulated", async () => {
		const { ai } = createSimulator();
		expect((await failure(ai.websearch({ query: "news" }))).message).toBe("Not simulated: env.AI.websearch()");
		expect(() => ai.aiSearch()).toThrow("Not simulated: env.AI.aiSearch()");
		expect(() => ai.autorag("docs")).toThrow("Not simulated: env.AI.autorag()");
	});

	it("has in a log all that the platform's type promises", async () => {
		const { ai } = createSimulator();
		await ai.run(LLAMA, hello, { gateway: { id: "default" } });
		expect(await ai.gateway("default").getLog(ai.aiGatewayLogId ?? "")).toMatchObject({
			path: expect.any(String),
			duration: expect.any(Number),
			request_size: expect.any(Number),
			request_head_complete: true,
			response_size: expect.any(Number),
			response_head_complete: true,
			created_at: expect.any(Date),
		});
	});

	it("breaks when a method is taken off the object or called through a proxy", async () => {
		const { ai } = createSimulator();
		const { run, models, toMarkdown, gateway, fetch } = ai;
		const { transform, supported } = ai.toMarkdown();
		const file = { name: "a.html", blob: new Blob(["x"]) };
		const calls: (() => unknown)[] = [
			() => run(LLAMA, hello),
			() => new Proxy(ai, {}).run(LLAMA, hello),
			() => models(),
			() => toMarkdown(),
			() => gateway("default"),
			() => fetch("https://workers-binding.ai/run"),
			() => transform(file),
			() => supported(),
		];
		for (const call of calls) {
			expect(await failure(Promise.resolve().then(call))).toBeInstanceOf(TypeError);
		}
	});

	it("remembers what came of the last run, of a refusal the code", async () => {
		const { ai } = createSimulator();
		const state = () => [ai.lastRequestHttpStatusCode, ai.lastRequestInternalStatusCode];
		expect([ai.lastRequestId, ...state()]).toEqual([null, null, null]);
		const running = ai.run(LLAMA, hello);
		expect(ai.lastRequestId).toBe("");
		await running;
		expect(ai.lastRequestId).toMatch(/./);
		expect(state()).toEqual([200, null]);
		await failure(ai.run("@cf/meta/no-such-model", hello));
		expect(state()).toEqual([400, 5007]);
		await ai.run("@cf/meta/no-such-model", hello, { returnRawResponse: true });
		await ai.run(LLAMA, hello);
		expect(state()).toEqual([200, 5007]);
	});

	it("takes an answer for a stream unless its content type is exactly that of JSON", async () => {
		const headers = { "content-type": "application/json; charset=utf-8" };
		const output = await createSimulator({ reply: () => ({ headers }) }).ai.run(LLAMA, hello);
		expect(output).toBeInstanceOf(ReadableStream);
	});

	it("sends a sound as the body and the other inputs in the address", async () => {
		const simulator = createSimulator();
		const audio = { body: new Response(Uint8Array.of(1, 2, 3)).body, contentType: "audio/mpeg" };
		const options = { tags: ["a", "b"], extraHeaders: { "content-type": "text/plain", "x-a": "b" } };
		expect(await simulator.ai.run("@cf/deepgram/nova-3", { audio, punctuate: true }, options)).toHaveProperty(
			"results",
		);
		const [request] = simulator.requests();
		expect(Object.fromEntries(new URL(request?.url ?? "").searchParams)).toEqual({
			version: "3",
			userInputs: '{"punctuate":true}',
			tags: "a,b",
		});
		expect(request?.headers).toMatchObject({ "content-type": "audio/mpeg", "x-a": "b" });
	});

	it("takes five tags of 50 letters each, whatever is said twice, and a prefix", async () => {
		const { ai } = createSimulator();
		const tags = ["a", "a", "b:1", "c-d", "e.f/g@h", "x".repeat(50)];
		expect(await ai.run(LLAMA, hello, { tags, prefix: "beta", rejectIfBusy: true })).toHaveProperty("response");
		for (const wrong of [["x".repeat(51)], [""], ["a", "b", "c", "d", "e", "f"]]) {
			expect((await failure(ai.run(LLAMA, hello, { tags: wrong }))).message).toMatch(/^5004: .*tags/);
		}
	});

	it("refuses wrong tags also beside a sound", async () => {
		const audio = { body: new Response(Uint8Array.of(1, 2, 3)).body, contentType: "audio/mpeg" };
		const error = await failure(createSimulator().ai.run("@cf/deepgram/nova-3", { audio }, { tags: ["no spaces"] }));
		expect(error.message).toBe("5004: Bad input: Error: '/tags/0' is not a tag: no spaces");
	});

	it("sends what the binding sends", async () => {
		const simulator = createSimulator();
		await simulator.ai
			.run(LLAMA, hello, { gateway: { id: "g" }, extraHeaders: { "x-session-affinity": "s" }, prefix: "p" })
			.catch(() => {});
		expect(simulator.requests()).toMatchObject([
			{
				url: "https://workers-binding.ai/ai-gateway/run?version=3",
				headers: { "cf-consn-model-id": `p:${LLAMA}`, "x-session-affinity": "s" },
				body: { inputs: hello, options: { gateway: { id: "g" } } },
			},
		]);
	});

	it("keeps the log id of a run through a gateway", async () => {
		const { ai } = createSimulator();
		await ai.run(LLAMA, hello, { gateway: { id: "default" } });
		expect(ai.aiGatewayLogId).toMatch(/./);
		await ai.run(LLAMA, hello);
		expect(ai.aiGatewayLogId).toBe(null);
	});

	it("rejects with an AbortError when aborted before the answer and while it is read", async () => {
		const simulator = createSimulator({ reply: ({ stream }) => ({ delayMs: stream ? 0 : Number.POSITIVE_INFINITY }) });
		const waiting = new AbortController();
		const answer = failure(simulator.ai.run(LLAMA, hello, { signal: waiting.signal }));
		waiting.abort();
		expect((await answer).name).toBe("AbortError");

		const reading = new AbortController();
		const inputs = { ...hello, stream: true };
		const stream = (await simulator.ai.run(LLAMA, inputs, { signal: reading.signal })) as ReadableStream<Uint8Array>;
		const reader = stream.getReader();
		expect((await reader.read()).done).toBe(false);
		reading.abort();
		expect((await failure(reader.read())).name).toBe("AbortError");
		expect(simulator.requests()).toMatchObject([{ cancelled: true }, { cancelled: true, framesSent: 1 }]);
	});
});

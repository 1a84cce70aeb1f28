import { describe, expect, it } from "vitest";
import { createSimulator } from "./index.ts";

const M3 = "@cf/baai/bge-m3";
const LLAMA = "@cf/meta/llama-3.3-70b-instruct-fp8-fast";
const queueRequest = { queueRequest: true };

interface Queued {
	readonly status: string;
	readonly request_id: string;
	readonly model: string;
}

describe("batches", () => {
	it("are queued, run, and answered in their order with their references", async () => {
		const { ai } = createSimulator();
		const requests = [
			{ prompt: "First", external_reference: "a" },
			{ temperature: 9, prompt: "Second" },
			{ prompt: "Third", stream: true },
		];
		const queued = (await ai.run(LLAMA, { requests }, queueRequest)) as Queued;
		expect(queued).toEqual({ status: "queued", request_id: expect.stringMatching(/./), model: LLAMA });
		const poll = () => ai.run(LLAMA, { request_id: queued.request_id });
		expect(await poll()).toMatchObject({ status: "queued", request_id: queued.request_id });
		expect(await poll()).toMatchObject({ status: "running" });
		const answers = {
			responses: [
				{ id: 0, success: true, external_reference: "a", result: { response: expect.stringContaining("First") } },
				{ id: 1, success: false, result: null, error: { internalCode: 5004 } },
				{ id: 2, success: true, result: { response: expect.stringContaining("Third") } },
			],
			usage: { prompt_tokens: expect.any(Number), total_tokens: expect.any(Number) },
		};
		expect(await poll()).toMatchObject(answers);
		expect(await poll()).toMatchObject(answers);
	});

	it("take all forms of bge-m3", async () => {
		const { ai } = createSimulator();
		const requests = [{ query: "cloud", contexts: [{ text: "An orange cloud" }] }, { text: "Hello" }];
		const { request_id } = (await ai.run(M3, { requests }, queueRequest)) as Queued;
		await ai.run(M3, { request_id });
		await ai.run(M3, { request_id });
		expect(await ai.run(M3, { request_id })).toMatchObject({
			responses: [{ result: { response: [{ id: 0 }] } }, { result: { shape: [1, 1024] } }],
		});
	});

	it("are asked for over REST by their address", async () => {
		const simulator = createSimulator();
		const post = async (query: string, body: object) => {
			const url = `https://api.cloudflare.com/client/v4/accounts/sim/ai/run/${M3}${query}`;
			const init = { method: "POST", headers: { authorization: "Bearer k" }, body: JSON.stringify(body) };
			return (await (await simulator.fetch(url, init)).json()) as { result: Queued };
		};
		const { result } = await post("?queueRequest=true", { requests: [{ text: "Hello" }] });
		expect(result).toMatchObject({ status: "queued", model: M3 });
		expect(await post("", { request_id: result.request_id })).toMatchObject({
			success: true,
			result: { status: "queued" },
		});
	});

	it.each<[string, string, object, string]>([
		["without requests", M3, { text: "Hello" }, "required properties at '/' are 'requests'"],
		["of none", M3, { requests: [] }, "Length of '/requests' must be >= 1 not met"],
		["of texts", M3, { requests: ["Hello"] }, "Type mismatch of '/requests/0', 'string' not in 'object'"],
		[
			"of another model",
			"@cf/facebook/bart-large-cnn",
			{ requests: [{}] },
			"@cf/facebook/bart-large-cnn does not support asynchronous requests",
		],
		["that nobody queued", M3, { request_id: "nope" }, "no batch of @cf/baai/bge-m3 has the request_id nope"],
	])("%s are refused", async (_, model, inputs, message) => {
		await expect(createSimulator().ai.run(model, inputs, queueRequest)).rejects.toThrow(
			`5004: Bad input: Error: ${message}`,
		);
	});

	it("are of one model, and no other can be asked for them", async () => {
		const { ai } = createSimulator();
		const { request_id } = (await ai.run(M3, { requests: [{ text: "Hello" }] }, queueRequest)) as Queued;
		await expect(ai.run(LLAMA, { request_id })).rejects.toThrow(`no batch of ${LLAMA} has the request_id`);
	});

	it("above 10 MB are refused", async () => {
		const requests = [{ text: "x".repeat(10_000_000) }];
		await expect(createSimulator().ai.run(M3, { requests }, queueRequest)).rejects.toThrow("3006: Request too large");
	});
});

import { describe, expect, it } from "vitest";
import { hello, llama, openStage } from "../test/gateway-stage.ts";

const { messages } = hello;
const options = { gateway: { id: "g" }, returnRawResponse: true };
const input = { messages, stream: true };
const gpt = "openai/gpt-4.1";

const resumeUrl = (runId: string, from: number, gateway = "g") =>
	`https://workers-binding.ai/ai-gateway/gateways/${gateway}/run/${runId}/resume?from=${from}`;

describe("a run that streams another vendor's model", () => {
	it("is resumed at any of its events, byte for byte, also when it broke", async () => {
		const { simulator } = openStage(
			{},
			{ reply: () => ({ text: "One two three.", fault: { type: "cut", afterFrames: 2 } }) },
		);
		const response = (await simulator.ai.run(gpt, input, options)) as Response;
		const runId = response.headers.get("cf-aig-run-id") ?? "";
		const reader = (response.body as ReadableStream<Uint8Array>).getReader();
		const first = new TextDecoder().decode((await reader.read()).value);
		await reader.read();
		await expect(reader.read()).rejects.toThrow("connection lost");
		const whole = await (await simulator.ai.fetch(resumeUrl(runId, 0))).text();
		expect([whole.startsWith(first), whole.endsWith("data: [DONE]\n\n")]).toEqual([true, true]);
		const frames = whole.split(/(?<=\n\n)/);
		for (const from of frames.keys()) {
			const rest = await simulator.ai.fetch(resumeUrl(runId, from));
			expect(await rest.text()).toBe(frames.slice(from).join(""));
		}
	});

	it("is forgotten after five and a half minutes, and known to its own gateway only", async () => {
		let nowMs = 1_000_000;
		const { simulator } = openStage({}, { now: () => nowMs });
		const response = (await simulator.ai.run(gpt, input, options)) as Response;
		const runId = response.headers.get("cf-aig-run-id") ?? "";
		const status = async (id: string, gateway?: string) => (await simulator.ai.fetch(resumeUrl(id, 1, gateway))).status;
		expect([await status(runId), await status("other"), await status(runId, "default")]).toEqual([200, 404, 404]);
		nowMs += 330_001;
		expect(await status(runId)).toBe(404);
	});

	it("has no id to resume by when nothing streams, nor with a model of the platform", async () => {
		const { simulator } = openStage();
		const idOf = async (model: string, inputs: object) =>
			((await simulator.ai.run(model, inputs, options)) as Response).headers.get("cf-aig-run-id");
		expect([await idOf(gpt, { messages }), await idOf(llama, input)]).toEqual([null, null]);
	});
});

import type { AnyStreamEvent } from "@workkit/ai-core";
import { ValidationError } from "@workkit/errors";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { listen, scripted } from "../test/scripted.ts";
import { streamStructured } from "./stream-structured.ts";

const schema = z.object({ name: z.string(), steps: z.array(z.object({ text: z.string(), minutes: z.number() })) });
const recipe = {
	name: "Pancakes",
	steps: [
		{ text: 'Mix "it"', minutes: 5 },
		{ text: "Bake", minutes: 12 },
	],
};
const prompt = { prompt: "Pancakes?" };

/** A gateway that says a text in pieces of some length. */
function speaking(text: string, length: number, end: Partial<AnyStreamEvent & { type: "done" }> = {}) {
	let cancelled: unknown;
	let at = 0;
	const stream = async (_model: string, _input: object, _options?: object) =>
		new ReadableStream<AnyStreamEvent>(
			{
				pull(controller) {
					const delta = text.slice(at, at + length);
					at += length;
					if (delta) return controller.enqueue({ type: "text", delta });
					controller.enqueue({ type: "done", finishReason: "stop", ...end });
					controller.close();
				},
				cancel(reason) {
					cancelled = reason;
				},
			},
			{ highWaterMark: 0 },
		);
	return { gateway: { stream }, position: () => at, cancelled: () => cancelled };
}

describe("a streamed structured answer", () => {
	it.each([1, 3, 7, 1_000])("grows piece by piece and ends validated (pieces of %i)", async (length) => {
		const { gateway } = speaking(`Here: \`\`\`json\n${JSON.stringify(recipe, null, 1)}\n\`\`\``, length);
		const events = await listen(await streamStructured(gateway, "parrot", prompt, { schema }));
		const done = events.pop();
		expect(done).toMatchObject({ type: "done", data: recipe, attempts: 1, model: "parrot" });
		const sizes = events.map((event) => JSON.stringify(event).length);
		expect(events.at(-1)).toEqual({ type: "partial", data: recipe });
		expect([...sizes].sort((a, b) => a - b)).toEqual(sizes);
		if (length === 1) expect(events).toContainEqual({ type: "partial", data: { name: "Pan" } });
	});

	it("names the model that answered, whichever was asked last", async () => {
		const tried = { startedAt: 0, durationMs: 1 };
		const attempts = [
			{ ...tried, provider: "a", model: "m1" },
			{ ...tried, provider: "b", model: "m2", error: "AbortError" },
		];
		const { gateway } = speaking(JSON.stringify(recipe), 20, { receipt: { attempts } });
		const events = await listen(await streamStructured(gateway, "parrot", prompt, { schema }));
		expect(events.at(-1)).toMatchObject({ provider: "a", model: "m1" });
	});

	it("unwraps what is no object", async () => {
		const { gateway } = speaking('{"value":["a","b"]}', 4);
		const events = await listen(await streamStructured(gateway, "parrot", prompt, { schema: z.array(z.string()) }));
		expect(events.at(-2)).toEqual({ type: "partial", data: ["a", "b"] });
		expect(events.at(-1)).toMatchObject({ type: "done", data: ["a", "b"] });
	});

	it("that does not fit in the end rejects, after what was shown", async () => {
		const { gateway } = speaking('{"name":"Pancakes"}', 5);
		const reader = (await streamStructured(gateway, "parrot", prompt, { schema })).getReader();
		expect(await reader.read()).toMatchObject({ value: { type: "partial" } });
		const rest = async () => {
			while (!(await reader.read()).done);
		};
		await expect(rest()).rejects.toMatchObject({ code: "WORKKIT_STRUCTURED_OUTPUT", issues: [{ path: ["steps"] }] });
	});

	it("that was cut by the length limit or refused rejects with an error of its own", async () => {
		const cut = speaking('{"name":"Pan', 5, { finishReason: "length" });
		await expect(listen(await streamStructured(cut.gateway, "parrot", prompt, { schema }))).rejects.toMatchObject({
			code: "WORKKIT_STRUCTURED_OUTPUT_TRUNCATED",
		});
		const { gateway } = scripted({ refusal: "I cannot." });
		await expect(listen(await streamStructured(gateway, "parrot", prompt, { schema }))).rejects.toMatchObject({
			code: "WORKKIT_STRUCTURED_OUTPUT_REFUSED",
			refusal: "I cannot.",
		});
	});

	it("is asked for in words where the vendor does not stream JSON", async () => {
		const refused = new ValidationError("400", undefined, { context: { status: 400, vendorCode: 5023 } });
		const { gateway, asked } = scripted(refused, { text: JSON.stringify(recipe) });
		const events = await listen(await streamStructured(gateway, "parrot", prompt, { schema }));
		expect(events.at(-1)).toMatchObject({ data: recipe, warnings: [expect.stringContaining("in words")] });
		expect(asked[1]?.options.responseFormat).toBeUndefined();
	});

	it("reads nothing ahead, and cancelling it reaches the gateway", async () => {
		const { gateway, position, cancelled } = speaking(JSON.stringify(recipe), 2);
		const reader = (await streamStructured(gateway, "parrot", prompt, { schema })).getReader();
		await new Promise((resolve) => setTimeout(resolve));
		expect(position()).toBe(0);
		await reader.read();
		const before = position();
		await new Promise((resolve) => setTimeout(resolve));
		expect(position()).toBe(before);
		await reader.cancel("bored");
		await new Promise((resolve) => setTimeout(resolve));
		expect(cancelled()).toBe("bored");
	});
});

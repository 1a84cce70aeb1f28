import { describe, expect, it } from "vitest";
import { z } from "zod";
import { structuredWithRetry } from "./structured-with-retry.ts";

const schema = z.object({ color: z.string() });

describe("structuredWithRetry", () => {
	it("asks again with the reasons until the answer fits", async () => {
		const reminders: (string | undefined)[] = [];
		const answers = ["red", '{"color":5}', '{"color":"red"}'];
		const seen: unknown[] = [];
		const result = await structuredWithRetry({
			schema,
			generate: async (remindWith) => {
				reminders.push(remindWith);
				return answers[reminders.length - 1] ?? "";
			},
			maxAttempts: 3,
			onAttempt: ({ attempt, text, error }) => {
				seen.push([attempt, text, error?.code]);
				throw new Error("hook");
			},
		});
		expect(result).toEqual({ data: { color: "red" }, attempts: 3, raw: '{"color":"red"}' });
		expect(reminders).toEqual([undefined, expect.stringContaining("no JSON"), expect.stringContaining("- color: ")]);
		expect(seen).toEqual([
			[1, "red", "WORKKIT_STRUCTURED_OUTPUT"],
			[2, '{"color":5}', "WORKKIT_STRUCTURED_OUTPUT"],
			[3, '{"color":"red"}', undefined],
		]);
	});

	it("exhausted says how often it tried, and what came last, which logs do not repeat", async () => {
		const generate = async () => ({ text: "prose", raw: { response: "prose" } });
		const error = await structuredWithRetry({ schema, generate, maxAttempts: 2 }).catch((thrown) => thrown);
		expect(error).toMatchObject({
			name: "StructuredRetryExhaustedError",
			code: "WORKKIT_STRUCTURED_RETRY_EXHAUSTED",
			attempts: 2,
			lastText: "prose",
			lastRaw: { response: "prose" },
			lastError: { code: "WORKKIT_STRUCTURED_OUTPUT", issues: [{ message: "There is no JSON in the answer." }] },
		});
		expect(error.cause).toBe(error.lastError);
		expect(JSON.stringify(error)).not.toContain('"prose"');
	});

	it("does not try a refusal again", async () => {
		let calls = 0;
		const generate = async () => ({ text: "", refusal: `No. ${++calls}` });
		await expect(structuredWithRetry({ schema, generate })).rejects.toMatchObject({
			attempts: 1,
			lastError: { code: "WORKKIT_STRUCTURED_OUTPUT_REFUSED" },
		});
	});

	it("lets an error of the model's through", async () => {
		const broken = new Error("network");
		await expect(structuredWithRetry({ schema, generate: () => Promise.reject(broken) })).rejects.toBe(broken);
	});

	it("stops at an abort, with the caller's reason", async () => {
		const controller = new AbortController();
		let calls = 0;
		const generate = async () => {
			calls++;
			controller.abort("gone");
			return "prose";
		};
		await expect(structuredWithRetry({ schema, generate, signal: controller.signal })).rejects.toBe("gone");
		expect(calls).toBe(1);
	});

	it("needs at least one attempt", async () => {
		await expect(structuredWithRetry({ schema, generate: async () => "", maxAttempts: 0 })).rejects.toMatchObject({
			code: "WORKKIT_VALIDATION",
		});
	});
});

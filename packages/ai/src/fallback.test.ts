import { ServiceUnavailableError, TimeoutError } from "@workkit/errors";
import { describe, expect, it, vi } from "vitest";
import { aiError, bindingOf, failureOf } from "../test/bindings.ts";
import { fallback } from "./index.ts";

const inputs = { messages: [{ role: "user", content: "Hello" }] };
const models = [{ model: "@cf/a/one" }, { model: "@cf/b/two" }, { model: "@cf/c/three" }];
const hang = (): Promise<never> => new Promise(() => {});

describe("fallback", () => {
	it("answers with the first model that does, and tells whom it asked", async () => {
		const onFallback = vi.fn();
		const binding = bindingOf(aiError("3040: Capacity temporarily exceeded"), { response: "Hi" });
		expect(await fallback(binding, models, inputs, { onFallback })).toEqual({
			data: { response: "Hi" },
			model: "@cf/b/two",
			attempted: ["@cf/a/one", "@cf/b/two"],
			attempts: 2,
		});
		expect(onFallback.mock.calls).toEqual([
			["@cf/a/one", expect.objectContaining({ code: "WORKKIT_RATE_LIMIT" }), "@cf/b/two"],
		]);
	});

	it("asks one only when it answers", async () => {
		const binding = bindingOf({ response: "Hi" });
		expect(await fallback(binding, models, inputs)).toMatchObject({ attempted: ["@cf/a/one"], attempts: 1 });
		expect(binding.asked).toHaveLength(1);
	});

	it("goes on after any failure, a wrong model's name too", async () => {
		const binding = bindingOf(aiError("5007: No such model"), { response: "Hi" });
		expect(await fallback(binding, models, inputs)).toMatchObject({ model: "@cf/b/two", attempts: 2 });
	});

	it("gives each entry its own time, entries of one model too", async () => {
		const binding = bindingOf(hang, hang, { response: "Hi" });
		const errors: unknown[] = [];
		const twice = [{ model: "@cf/a/one", timeout: 10 }, { model: "@cf/a/one", timeout: 20 }, { model: "@cf/a/one" }];
		const options = { onFallback: (_failed: string, error: unknown) => void errors.push(error) };
		expect(await fallback(binding, twice, inputs, options)).toMatchObject({ attempts: 3 });
		expect(errors).toMatchObject([{ timeoutMs: 10 }, { timeoutMs: 20 }]);
		expect(errors[0]).toBeInstanceOf(TimeoutError);
	});

	it.each([1, 2, 3])(
		"throws ServiceUnavailableError, with all models and their errors, when all fail: %i",
		async (count) => {
			const thrown = ["3040: Full", "5007: No such model", "3007: Timeout"].slice(0, count);
			const error = await failureOf(fallback(bindingOf(...thrown.map(aiError)), models.slice(0, count), inputs));
			expect(error).toBeInstanceOf(ServiceUnavailableError);
			const { message, cause } = error as { message: string; cause: { errors?: unknown[] } };
			for (const { model } of models.slice(0, count)) expect(message).toContain(model);
			const errors = cause.errors ?? [cause];
			expect(errors.map((each) => (each as { context: object }).context)).toMatchObject(
				thrown.map((each) => ({ vendorCode: Number.parseInt(each, 10) })),
			);
		},
	);

	it("stops at the caller's abort, with its reason", async () => {
		const controller = new AbortController();
		const reason = new Error("gone");
		const binding = bindingOf(() => {
			controller.abort(reason);
			return hang();
		});
		expect(await failureOf(fallback(binding, models, inputs, { signal: controller.signal }))).toBe(reason);
		expect(binding.asked).toHaveLength(1);
	});

	it("passes gateway and signal on to the binding", async () => {
		const binding = bindingOf({ response: "Hi" });
		const { signal } = new AbortController();
		await fallback(binding, models, inputs, { gateway: { id: "my-gateway" }, signal });
		expect(binding.asked[0]?.options).toMatchObject({ gateway: { id: "my-gateway" } });
		expect(binding.asked[0]?.options.signal).toBe(signal);
	});

	it("refuses an empty list and a missing binding", async () => {
		expect(await failureOf(fallback(bindingOf({}), [], inputs))).toMatchObject({ code: "WORKKIT_VALIDATION" });
		expect(await failureOf(fallback(undefined as never, models, inputs))).toMatchObject({
			code: "WORKKIT_BINDING_NOT_FOUND",
		});
	});
});

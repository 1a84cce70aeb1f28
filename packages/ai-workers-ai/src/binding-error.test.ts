import { RateLimitError } from "@workkit/errors";
import { describe, expect, it } from "vitest";
import { gatewayOf } from "../test/exchange.ts";

/** What a run rejects with when the binding throws this. */
async function rejectionOf(thrown: unknown): Promise<unknown> {
	const binding = {
		async run(): Promise<unknown> {
			throw thrown;
		},
	};
	return gatewayOf({ binding })
		.run("@cf/test/model", { prompt: "Hello" })
		.then(
			() => undefined,
			(error: unknown) => error,
		);
}

/** An error as the binding's: a name and a message, nothing else. */
function named(name: string, message: string): Error {
	return Object.assign(new Error(message), { name });
}

describe("an error that the binding throws", () => {
	it.each([
		"3040: Capacity temporarily exceeded",
		"AiError: 3040: Capacity temporarily exceeded",
		"AiError: AiError: 3040: Capacity temporarily exceeded",
		"InferenceUpstreamError: 3040: Capacity temporarily exceeded",
		"InferenceUpstreamError: AiError: 3040: Capacity temporarily exceeded",
	])("keeps its code and its message: %s", async (message) => {
		const thrown = named("AiError", message);
		const error = await rejectionOf(thrown);
		expect(error).toMatchObject({
			code: "WORKKIT_RATE_LIMIT",
			retryable: true,
			message: expect.stringContaining("Capacity temporarily exceeded"),
			context: {
				provider: "mine",
				model: "@cf/test/model",
				status: 429,
				vendorCode: 3040,
				vendorType: "AiError",
				vendorMessage: "Capacity temporarily exceeded",
			},
		});
	});

	it("may say more on further lines", async () => {
		const error = await rejectionOf(named("AiError", '5004: Invalid data\n{"at":"/messages"}: 1234: no'));
		expect(error).toMatchObject({
			code: "WORKKIT_VALIDATION",
			context: { vendorCode: 5004, vendorMessage: 'Invalid data\n{"at":"/messages"}: 1234: no' },
		});
	});

	it.each([5023, 5025])("that refuses the response format is not tried again: %i", async (code) => {
		const error = await rejectionOf(named("AiError", `${code}: This model doesn't support JSON Schema`));
		expect(error).toMatchObject({
			code: "WORKKIT_VALIDATION",
			retryable: false,
			context: { status: 400, vendorCode: code },
		});
	});

	it("that is a page says nothing of it", async () => {
		const page = "<!doctype html><html><head><title>Access</title></head><body>the prompt</body></html>";
		const error = await rejectionOf(named("InferenceUpstreamError", page));
		expect(error).toMatchObject({ code: "WORKKIT_SERVICE_UNAVAILABLE", retryable: true });
		expect(JSON.stringify(error)).not.toMatch(/<|the prompt/);
	});

	it("with a code that nobody knows is retryable", async () => {
		expect(await rejectionOf(named("AiError", "9999: Something new"))).toMatchObject({
			code: "WORKKIT_SERVICE_UNAVAILABLE",
			retryable: true,
			context: { vendorCode: 9999, vendorMessage: "Something new" },
		});
	});

	it("without a code keeps its message", async () => {
		const thrown = named("InferenceUpstreamError", "upstream connect error");
		expect(await rejectionOf(thrown)).toMatchObject({
			code: "WORKKIT_SERVICE_UNAVAILABLE",
			retryable: true,
			context: { vendorType: "InferenceUpstreamError", vendorMessage: "upstream connect error" },
		});
	});

	it.each(["", "5004: "])("of megabytes is cut: %j", async (code) => {
		const error = await rejectionOf(named("InferenceUpstreamError", code + "x".repeat(5_000_000)));
		expect(String((error as { context: { vendorMessage: string } }).context.vendorMessage).length).toBeLessThanOrEqual(
			2048,
		);
		expect(JSON.stringify(error).length).toBeLessThan(10_000);
	});

	it.each([
		["a detached or missing method", new TypeError("Cannot read private member #fetcher")],
		["a misuse", named("AiInternalError", "AI Gateway does not support ReadableStreams yet.")],
		["no login", new Error("Binding AI needs to be run remotely")],
	])("for %s says that the binding cannot be used", async (_why, thrown) => {
		expect(await rejectionOf(thrown)).toMatchObject({
			code: "WORKKIT_BINDING_ERROR",
			retryable: false,
			message: expect.stringContaining(thrown.message),
			cause: thrown,
			context: { provider: "mine", model: "@cf/test/model" },
		});
	});

	it("that is one of ours, with facts of its own, passes as it is", async () => {
		const thrown = new RateLimitError("mine", 5);
		expect(await rejectionOf(thrown)).toBe(thrown);
	});
});

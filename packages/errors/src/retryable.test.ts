import { describe, expect, it } from "vitest";
import { getRetryStrategy, isRetryable, NotFoundError, RateLimitError, RetryStrategies } from "./index.ts";

describe("getRetryStrategy and isRetryable", () => {
	it("read the strategy of an error", () => {
		expect(getRetryStrategy(new RateLimitError("m", 5))).toEqual(RetryStrategies.fixed(5, 3));
		expect(isRetryable(new RateLimitError())).toBe(true);
		expect(isRetryable(new NotFoundError("Model"))).toBe(false);
	});

	it.each([undefined, null, "429", new Error("x"), { retryable: true, retryStrategy: { kind: "immediate" } }])(
		"do not retry %s, which is foreign",
		(thrown) => {
			expect(getRetryStrategy(thrown)).toEqual(RetryStrategies.none);
			expect(isRetryable(thrown)).toBe(false);
		},
	);
});

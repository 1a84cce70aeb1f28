import { describe, expect, it } from "vitest";
import { fromHttpStatus, NotFoundError, RateLimitError, RetryStrategies, ValidationError } from "./index.ts";

const { none, immediate, fixed, exponential } = RetryStrategies;

const unauthorized = { code: "WORKKIT_UNAUTHORIZED", statusCode: 401, retryStrategy: none };
const forbidden = { code: "WORKKIT_FORBIDDEN", statusCode: 403, retryStrategy: none };
const notFound = { code: "WORKKIT_NOT_FOUND", statusCode: 404, retryStrategy: none };
const validation = { code: "WORKKIT_VALIDATION", statusCode: 400, retryStrategy: none };
const timeout = { code: "WORKKIT_TIMEOUT", statusCode: 504, retryStrategy: exponential(500, 10_000, 3) };
const conflict = { code: "WORKKIT_CONFLICT", statusCode: 409, retryStrategy: exponential(100, 5_000, 3) };
const rateLimit = { code: "WORKKIT_RATE_LIMIT", statusCode: 429, retryStrategy: fixed(1_000, 3) };
const unavailable = {
	code: "WORKKIT_SERVICE_UNAVAILABLE",
	statusCode: 503,
	retryStrategy: exponential(1_000, 30_000, 5),
};

const special = new Map<number, typeof validation>([
	[401, unauthorized],
	[402, forbidden],
	[403, forbidden],
	[451, forbidden],
	[404, notFound],
	[410, notFound],
	[408, timeout],
	[504, timeout],
	[409, conflict],
	[425, unavailable],
	[429, rateLimit],
]);
const errorStatuses = Array.from({ length: 200 }, (_, index) => 400 + index);
const expected = (status: number) => special.get(status) ?? (status < 500 ? validation : unavailable);
const retried = (status: number) => expected(status).retryStrategy.kind !== "none";

describe("fromHttpStatus", () => {
	it("maps every error status to its class, status and strategy, and keeps it in the context", () => {
		for (const status of errorStatuses) {
			const error = fromHttpStatus(status);
			expect(error).toMatchObject(expected(status));
			expect(error.context).toEqual({ status });
			expect(error.message).toBe(`HTTP ${status}`);
		}
	});

	it.each([400, 401, 402, 403, 404, 405, 410, 413, 415, 422, 424, 431])("never retries %d", (status) => {
		expect(fromHttpStatus(status, "no", { retryAfterMs: 5 }).retryable).toBe(false);
	});

	it.each([408, 409, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 525, 526, 527, 529, 530])(
		"retries %d",
		(status) => {
			expect(fromHttpStatus(status).retryable).toBe(true);
		},
	);

	it("treats a status beyond 599 like a 5xx", () => {
		expect(fromHttpStatus(999)).toMatchObject(unavailable);
	});

	it.each([0, 200, 304])("never retries %d, which is no error status", (status) => {
		expect(fromHttpStatus(status, "m", { retryAfterMs: 5 })).toMatchObject(validation);
	});

	it("gives every error the message verbatim", () => {
		for (const status of errorStatuses) {
			expect(fromHttpStatus(status, "5007: No such model").message).toBe("5007: No such model");
		}
	});

	it("names the status when the message is empty, as statusText is in HTTP/2", () => {
		expect(fromHttpStatus(404, "").message).toBe("HTTP 404");
	});

	it("passes cause and context on", () => {
		const cause = new Error("below");
		const error = fromHttpStatus(500, "m", { cause, context: { provider: "p" } });
		expect(error.cause).toBe(cause);
		expect(error.context).toEqual({ status: 500, provider: "p" });
	});

	it("waits as long as the server asks after every status that is retried", () => {
		for (const status of errorStatuses.filter(retried)) {
			expect(fromHttpStatus(status, "m", { retryAfterMs: 250 }).retryStrategy).toEqual(fixed(250, 3));
			expect(fromHttpStatus(status, "m", { retryAfterMs: 0 }).retryStrategy).toEqual(fixed(0, 3));
		}
	});

	it("is not talked into retrying any other status by a wait", () => {
		for (const status of errorStatuses.filter((status) => !retried(status))) {
			expect(fromHttpStatus(status, "m", { retryAfterMs: 250 }).retryStrategy).toEqual(none);
		}
	});

	it("keeps the class's strategy when wait and strategy are undefined", () => {
		const options = { retryAfterMs: undefined, retryStrategy: undefined };
		for (const status of errorStatuses) expect(fromHttpStatus(status, "m", options)).toMatchObject(expected(status));
	});

	it("keeps the wait of a 429 in retryAfterMs", () => {
		const error = fromHttpStatus(429, "m", { retryAfterMs: 1_500 });
		expect(error).toBeInstanceOf(RateLimitError);
		expect(error).toMatchObject({ retryAfterMs: 1_500 });
	});

	it("prefers the caller's strategy for every status", () => {
		for (const status of errorStatuses) {
			const options = { retryAfterMs: 250, retryStrategy: immediate(2) };
			expect(fromHttpStatus(status, "m", options).retryStrategy).toEqual(immediate(2));
		}
	});

	it("honours the server's wait when the caller's strategy is undefined", () => {
		const options = { retryAfterMs: 250, retryStrategy: undefined };
		expect(fromHttpStatus(503, "m", options).retryStrategy).toEqual(fixed(250, 3));
		expect(fromHttpStatus(401, "m", options).retryStrategy).toEqual(none);
	});

	it("makes real instances", () => {
		expect(fromHttpStatus(404)).toBeInstanceOf(NotFoundError);
		expect(fromHttpStatus(422)).toBeInstanceOf(ValidationError);
	});
});

import { describe, expect, it } from "vitest";
import {
	errorToResponse,
	fromHttpStatus,
	NotFoundError,
	RateLimitError,
	RetryStrategies,
	ServiceUnavailableError,
	ValidationError,
} from "./index.ts";

describe("errorToResponse", () => {
	it("answers with status, code and message, and nothing else", async () => {
		const error = new NotFoundError("Model", "x", { cause: new Error("secret"), context: { key: "secret" } });
		const response = errorToResponse(error);
		expect(response.status).toBe(404);
		expect(response.headers.get("content-type")).toMatch(/^application\/json/);
		expect(response.headers.has("retry-after")).toBe(false);
		expect(await response.json()).toEqual({
			error: { code: "WORKKIT_NOT_FOUND", message: 'Model "x" not found' },
		});
	});

	it("lists the issues of a validation error, whatever they carry", async () => {
		const issues = [{ message: "too big", path: ["n"], input: 5n }];
		expect(await errorToResponse(new ValidationError("m", issues)).json()).toEqual({
			error: { code: "WORKKIT_VALIDATION", message: "m", issues: [{ message: "too big", path: ["n"], input: "5" }] },
		});
	});

	it("keeps code and message when the issues have a cycle", async () => {
		const issue: { message: string; input?: unknown } = { message: "m" };
		issue.input = issue;
		const response = errorToResponse(new ValidationError("m", [issue]));
		expect(response.status).toBe(400);
		expect(await response.json()).toMatchObject({ error: { code: "WORKKIT_VALIDATION", message: "m" } });
	});

	it.each([
		[0, "0"],
		[1, "1"],
		[1_000, "1"],
		[1_001, "2"],
	])("turns a wait of %d ms into Retry-After: %s", (waitMs, header) => {
		expect(errorToResponse(new RateLimitError("m", waitMs)).headers.get("retry-after")).toBe(header);
		const unavailable = fromHttpStatus(503, "m", { retryAfterMs: waitMs });
		expect(errorToResponse(unavailable).headers.get("retry-after")).toBe(header);
	});

	it("still passes the server's wait on when the error itself is not to be retried", () => {
		const error = new RateLimitError("m", 2_000, { retryStrategy: RetryStrategies.none });
		expect(errorToResponse(error).headers.get("retry-after")).toBe("2");
	});

	it("sends no Retry-After when the wait is a guess", () => {
		expect(errorToResponse(new ServiceUnavailableError("s")).headers.has("retry-after")).toBe(false);
	});

	it.each([new Error("password: hunter2"), "password: hunter2", { status: 418, message: "hunter2" }, null])(
		"answers 500 without a word of a foreign error: case %#",
		async (thrown) => {
			const response = errorToResponse(thrown);
			expect(response.status).toBe(500);
			expect(await response.json()).toEqual({ error: { code: "WORKKIT_INTERNAL", message: "Internal error" } });
		},
	);

	it("adds the caller's headers and lets an explicit status win", () => {
		const init = { status: 502, headers: { "x-request-id": "r1" } };
		const response = errorToResponse(new RateLimitError("m", 1_000), init);
		expect(response.status).toBe(502);
		expect(response.headers.get("x-request-id")).toBe("r1");
		expect(response.headers.get("retry-after")).toBe("1");
		expect(init.headers).toEqual({ "x-request-id": "r1" });
	});

	it("never answers 200 because a status was left undefined", () => {
		const init = { status: undefined } as unknown as ResponseInit;
		expect(errorToResponse(new NotFoundError("Model"), init).status).toBe(404);
	});
});

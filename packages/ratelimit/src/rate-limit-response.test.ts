import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { rateLimitHeaders, rateLimitResponse } from "./index.ts";

const now = Date.UTC(2026, 10, 21, 12);
const refused = { allowed: false, remaining: 0, resetAt: new Date(now + 1_500), limit: 50 };

beforeEach(() => {
	vi.useFakeTimers({ toFake: ["Date"], now });
});
afterEach(() => {
	vi.useRealTimers();
});

describe("rateLimitHeaders", () => {
	it("tell limit, rest and reset, and the wait only to who was refused", () => {
		const headers = {
			"X-RateLimit-Limit": "50",
			"X-RateLimit-Remaining": "0",
			"X-RateLimit-Reset": String(now / 1_000 + 2),
		};
		expect(rateLimitHeaders(refused)).toEqual({ ...headers, "Retry-After": "2" });
		expect(rateLimitHeaders({ ...refused, allowed: true })).toEqual(headers);
	});
});

describe("rateLimitHeaders without a limit", () => {
	it("are none", () => {
		const none = Number.POSITIVE_INFINITY;
		expect(rateLimitHeaders({ allowed: true, remaining: none, resetAt: new Date(now), limit: none })).toEqual({});
	});
});

describe("rateLimitResponse", () => {
	it("is a 429 with the wait and a body for programs", async () => {
		const response = rateLimitResponse(refused);
		expect(response.status).toBe(429);
		expect(response.headers.get("retry-after")).toBe("2");
		expect(response.headers.get("x-ratelimit-limit")).toBe("50");
		expect(await response.json()).toEqual({ error: { code: "WORKKIT_RATE_LIMIT", message: "Too many requests" } });
	});

	it("takes a message, and does not ask to wait for what has passed", async () => {
		const response = rateLimitResponse({ ...refused, resetAt: new Date(now - 5_000) }, "Slow down");
		expect(response.headers.get("retry-after")).toBe("0");
		expect(await response.json()).toMatchObject({ error: { message: "Slow down" } });
	});
});

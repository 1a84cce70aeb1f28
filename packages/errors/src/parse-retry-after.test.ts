import { describe, expect, it } from "vitest";
import { parseRetryAfter } from "./index.ts";

const now = Date.parse("2026-11-21T12:00:00Z");

function parse(retryAfter: string | undefined, retryAfterMs?: string): number | undefined {
	const headers = new Headers();
	if (retryAfter !== undefined) headers.set("Retry-After", retryAfter);
	if (retryAfterMs !== undefined) headers.set("Retry-After-Ms", retryAfterMs);
	return parseRetryAfter(headers, now);
}

describe("parseRetryAfter", () => {
	it("reads seconds", () => {
		for (let seconds = 0; seconds <= 5_000; seconds++) expect(parse(String(seconds))).toBe(seconds * 1_000);
	});

	it("reads fractions of a second", () => {
		expect(parse("0.5")).toBe(500);
		for (let tenth = 0; tenth <= 1_000; tenth++) expect(parse((tenth / 10).toFixed(1))).toBeCloseTo(tenth * 100, 6);
	});

	it("reads milliseconds, which win over seconds", () => {
		expect(parse(undefined, "1500")).toBe(1_500);
		expect(parse("2", "1500")).toBe(1_500);
	});

	it("honours 0 milliseconds beside 1 second, as Azure sends them", () => {
		expect(parse("1", "0")).toBe(0);
	});

	it("falls back to seconds when the milliseconds cannot be read", () => {
		for (const garbage of ["", "soon", "-1", "NaN"]) expect(parse("2", garbage)).toBe(2_000);
	});

	it("reads an HTTP date as the time until then, and one that has passed as 0", () => {
		for (let seconds = -7_200; seconds <= 7_200; seconds += 7) {
			const date = new Date(now + seconds * 1_000).toUTCString();
			expect(parse(date)).toBe(Math.max(seconds, 0) * 1_000);
		}
		expect(parse("Thu, 01 Jan 1970 00:00:00 GMT")).toBe(0);
	});

	it("reads the older form of an HTTP date", () => {
		expect(parse("Saturday, 21-Nov-26 12:00:30 GMT")).toBe(30_000);
	});

	it("measures a date against the present by default", () => {
		const headers = new Headers({ "retry-after": new Date(Date.now() + 3_600_000).toUTCString() });
		const waitMs = parseRetryAfter(headers) ?? 0;
		expect(waitMs).toBeGreaterThan(3_500_000);
		expect(waitMs).toBeLessThanOrEqual(3_600_000);
	});

	it.each(
		"|soon|-1|-5|1,5|5, 10|NaN|null|try 12|12 s|6m0s|2026-11-21|Infinity|1795262430000|Someday, 99 Foo 2026 99:99:99 GMT"
			.split("|")
			.map((value) => [value]),
	)("finds no wait in %j", (value) => {
		expect(parse(value)).toBeUndefined();
		expect(parse(undefined, value)).toBeUndefined();
	});

	it("takes no point in time for seconds", () => {
		expect(parse("1795262430")).toBeUndefined();
	});

	it("finds no wait without headers", () => {
		expect(parse(undefined)).toBeUndefined();
	});

	it("asks anything that has a get", () => {
		const headers = new Map([["retry-after", "3"]]);
		expect(parseRetryAfter({ get: (name) => headers.get(name) ?? null })).toBe(3_000);
	});

	it("takes linear time on a long header", () => {
		expect(parse(`soon${" 00:00:00".repeat(10_000)} GMX`)).toBeUndefined();
	});
});

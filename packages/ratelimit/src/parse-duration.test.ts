import { expect, it } from "vitest";
import { type Duration, parseDuration } from "./index.ts";

it.each([
	["500ms", 500],
	["30s", 30_000],
	["5m", 300_000],
	["1h", 3_600_000],
	["1d", 86_400_000],
	["999999999d", 999_999_999 * 86_400_000],
] as const)("%s are %d ms", (duration, ms) => {
	expect(parseDuration(duration)).toBe(ms);
});

it.each(["", "0s", "-1s", "1.5h", "1 h", "h", "10", "1w", "1e3s", "١s", "9999999999d", null])(
	"%j is no duration",
	(duration) => {
		expect(() => parseDuration(duration as Duration)).toThrow(expect.objectContaining({ code: "WORKKIT_CONFIG" }));
	},
);

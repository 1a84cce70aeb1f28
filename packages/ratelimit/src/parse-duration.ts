import { ConfigError } from "@workkit/errors";

/** A length of time such as `"30s"`, `"5m"`, `"1h"` or `"1d"`. */
export type Duration = `${number}${"ms" | "s" | "m" | "h" | "d"}`;

const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** The milliseconds of a `duration`. Throws `ConfigError` for what is none, `"0s"` included. */
export function parseDuration(duration: Duration): number {
	const [, digits, unit] = /^(\d{1,9})(ms|s|m|h|d)$/.exec(duration) ?? [];
	// The pattern lets only the units above through.
	const ms = Number(digits) * unitMs[unit as "s"];
	if (ms > 0) return ms;
	throw new ConfigError(`"${duration}" is no duration: a whole number above 0 and one of ms, s, m, h, d.`);
}

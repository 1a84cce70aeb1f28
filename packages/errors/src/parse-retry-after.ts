/**
 * How long a server asks to wait, in ms, or `undefined` when it does not say so in a readable way.
 *
 * `retry-after-ms` (in ms, 0 included) wins over `retry-after`, which is a number of seconds or an HTTP date; a date that has
 * passed is a wait of 0. More than 30 years are no wait but a mistake: a point in time, for example.
 *
 * @param now - The current time in milliseconds since the epoch. Default `Date.now()`.
 * @param headers - Of the answer.
 */
export function parseRetryAfter(
	headers: { get(name: string): string | null },
	now: number = Date.now(),
): number | undefined {
	// An absent or empty header must not count as 0.
	const value = headers.get("retry-after") || "none";
	return [
		Number(headers.get("retry-after-ms") || "none"),
		Number(value) * 1_000,
		// Without a time of day it is no HTTP date, though `Date.parse` finds one in "-5" and in "12 s".
		value.includes(":") ? Math.max(Date.parse(value) - now, 0) : -1,
	].find((waitMs) => waitMs >= 0 && waitMs < 1e12);
}

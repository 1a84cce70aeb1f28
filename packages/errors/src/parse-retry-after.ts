/**
 * How long a server asks to wait, in ms, or `undefined` when it does not say so in a readable way.
 *
 * `retry-after-ms` (in ms, 0 included) wins over `retry-after`, which is a number of seconds or an HTTP date; a date that has
 * passed is a wait of 0. A number of more than nine digits is no wait but a mistake, a point in time for example.
 *
 * @param now - The current time in ms since the epoch. Default `Date.now()`.
 */
export function parseRetryAfter(
	headers: { get(name: string): string | null },
	now: number = Date.now(),
): number | undefined {
	const isNumber = /^\d{1,9}(\.\d+)?$/;
	const milliseconds = headers.get("retry-after-ms") ?? "";
	if (isNumber.test(milliseconds)) return Number(milliseconds);
	const value = headers.get("retry-after") ?? "";
	if (isNumber.test(value)) return Number(value) * 1_000;
	// Date.parse alone would find a date in "-5" and in "try 12", too.
	const date = / \d\d:\d\d:\d\d GMT$/.test(value) ? Date.parse(value) : -1;
	return date >= 0 ? Math.max(date - now, 0) : undefined;
}

/** Milliseconds as people say them: `7 ms`, `1.20 s`. */
export function duration(ms: number): string {
	return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(2)} s`;
}

/** A number of tokens with thousands set apart. */
export function count(tokens: number): string {
	return tokens.toLocaleString("en");
}

/** An exact amount of USD as it is, or that it is not known. */
export function dollars(usd: string | undefined): string {
	return usd === undefined ? "unknown" : `$${usd}`;
}

import { fromHttpStatus, getRetryDelay, isWorkkitError, RateLimitError } from "@workkit/errors";

export async function main(): Promise<void> {
	const error: unknown = fromHttpStatus(429, "slow down");
	if (!isWorkkitError(error) || !(error instanceof RateLimitError)) throw new Error("429 is no RateLimitError");
	const delayMs: number | null = getRetryDelay(error.retryStrategy, 1);
	if (delayMs === null) throw new Error("a rate limit is not retried");
}

const fixes: Readonly<Record<string, string>> = {
	WORKKIT_STREAM_INTERRUPTED:
		"What came before the break has been delivered, and is in error.context.partial. Ask again, or let withFallback with " +
		"continueStreams: true have the next model carry the text on.",
	WORKKIT_VALIDATION:
		"The request cannot be answered as it is, so nobody tries it again. Change what the message names: another model, run " +
		"instead of stream, a prompt that is not empty.",
	WORKKIT_FALLBACK_EXHAUSTED:
		"Every tier has failed; error.errors has each reason. Add a tier that fails for other reasons.",
	WORKKIT_RATE_LIMIT: "Wait as long as error.retryAfterMs says, or wrap the gateway in withRetry, which does.",
	WORKKIT_SERVICE_UNAVAILABLE:
		"The vendor is down or overloaded: withRetry tries again, withFallback asks another one.",
	WORKKIT_TIMEOUT: "Give the call more time, or wrap the gateway in withRetry.",
	WORKKIT_UNAUTHORIZED: "Check the key of this provider.",
	WORKKIT_CONFIG: "Correct the configuration: the message names what cannot work.",
};

/** What to do about an error of this code. */
export function fixOf(code: string | undefined): string {
	return fixes[`${code}`] ?? "This is no error that the gateway foresees. The message is all there is to go by.";
}

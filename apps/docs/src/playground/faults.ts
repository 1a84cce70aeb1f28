import type { ScriptRule } from "@workkit/ai-simulator";
import type { ProviderKey } from "./providers.ts";

/** What goes wrong on the way, by choice. */
export type FaultKey = "none" | "rate-limit" | "outage" | "cut" | "slow";

/** A fault as it is shown, and the simulator's rules that make it happen. */
export interface FaultChoice {
	readonly key: FaultKey;
	readonly label: string;
	/** What to look for, in a sentence. */
	readonly hint: string;
	readonly rules: (provider: ProviderKey) => readonly ScriptRule[];
}

/** Milliseconds between the frames of a stream: slow enough to be watched. */
export const PACE_MS = 60;

/** The faults of the page, in the order in which they are shown. */
export const faults: readonly FaultChoice[] = [
	{ key: "none", label: "Nothing", hint: "One attempt, one answer.", rules: () => [] },
	{
		key: "rate-limit",
		label: "429 twice, then an answer",
		hint: "withRetry waits as long as the server asks for, or a second where it names no wait, and tries again.",
		rules: () => [{ when: { times: 2 }, reply: { error: { status: 429, headers: { "retry-after": "1" } } } }],
	},
	{
		key: "outage",
		label: "500 at the first provider",
		hint: "withRetry gives up after three attempts, and withFallback asks the next provider.",
		rules: (provider) => [{ when: { provider }, reply: { error: { status: 500 } } }],
	},
	{
		key: "cut",
		label: "The connection breaks midway, once",
		hint: "A stream that has begun is not repeated: it rejects and has no done. With run, nothing was shown yet, so it is tried again.",
		rules: () => [{ when: { times: 1 }, reply: { fault: { type: "cut", afterFrames: 12 } } }],
	},
	{
		key: "slow",
		label: "A slow answer",
		hint: "Time enough to press Stop: the abort reaches the vendor's request at once.",
		rules: () => [{ reply: { delayMs: 1_500, paceMs: 400 } }],
	},
];

/** The fault under a key. Throws `RangeError` for a key that is none. */
export function faultOf(key: string): FaultChoice {
	const found = faults.find((fault) => fault.key === key);
	if (!found) throw new RangeError(`No such fault: ${key}`);
	return found;
}

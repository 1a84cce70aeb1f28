import type { Prompt, Wire } from "./prompt.ts";
import { randomFrom } from "./random.ts";
import type { Reply, ReplyError } from "./reply.ts";

/**
 * What can happen to a request.
 *
 * `rateLimit`, `rateLimitWithRetryAfter`: 429. `unavailable`: 503. `overloaded529`: 529, at Workers AI, which has none,
 * 429 with code 3040. `hang`: the headers never come. `cut`: the body breaks off. `malformed`: broken JSON.
 * `errorFrame`: an error in the middle of a stream; 500 where there is no stream. `slow`: the answer waits, and so does
 * each frame of it.
 */
export type FaultKind =
	| "rateLimit"
	| "rateLimitWithRetryAfter"
	| "unavailable"
	| "overloaded529"
	| "hang"
	| "cut"
	| "malformed"
	| "errorFrame"
	| "slow";

/** Faults for chaos tests: which request they strike follows from the seed and the request's number alone. */
export interface FaultOptions {
	/** Seed of the choice. Default: the simulator's. */
	readonly seed?: number;
	/** The share of requests of each kind, from 0 to 1; together at most 1. */
	readonly mix: Readonly<Partial<Record<FaultKind, number>>>;
	/** Seconds in the `retry-after` of `rateLimitWithRetryAfter`. Default 1. */
	readonly retryAfterSeconds?: number;
	/** Milliseconds that `slow` waits before the headers and before each further frame. Default 100. */
	readonly slowMs?: number;
}

type Faults = (prompt: Prompt) => Reply | undefined;

/**
 * The fault that strikes a prompt, as a part of its reply; undefined for most. An error replaces the scripted answer and
 * no script is asked; all other kinds happen to the answer that would have been given.
 *
 * Throws a `RangeError` when the mix is not one of shares, a `TypeError` for a kind it does not know.
 */
export function createFaults({ seed = 0, mix, retryAfterSeconds = 1, slowMs = 100 }: FaultOptions): Faults {
	const shares = Object.entries(mix);
	for (const [kind, share] of shares) {
		if (!Object.hasOwn(KINDS, kind)) throw new TypeError(`faults.mix.${kind} is not known`);
		if (!(share >= 0)) throw new RangeError(`faults.mix.${kind} must be a share from 0 to 1`);
	}
	// Shares such as 0.1 + 0.2 add up to a little more than they say.
	if (shares.reduce((sum, [, share]) => sum + share, 0) > 1 + 1e-9)
		throw new RangeError("The shares in faults.mix add up to more than 1");

	return (prompt) => {
		const random = randomFrom(`faults:${seed}:${prompt.requestNumber}`);
		let left = random();
		for (const [kind, share] of shares) {
			left -= share;
			// The keys have been checked above.
			if (left < 0) return KINDS[kind as FaultKind]({ prompt, random, retryAfterSeconds, slowMs });
		}
		return undefined;
	};
}

interface Strike {
	readonly prompt: Prompt;
	readonly random: () => number;
	readonly retryAfterSeconds: number;
	readonly slowMs: number;
}

const KINDS: Readonly<Record<FaultKind, (strike: Strike) => Reply>> = {
	rateLimit: ({ prompt }) => ({ error: RATE_LIMIT[prompt.wire] }),
	rateLimitWithRetryAfter: ({ prompt, retryAfterSeconds }) => ({
		error: { ...RATE_LIMIT[prompt.wire], headers: { "retry-after": String(retryAfterSeconds) } },
	}),
	unavailable: () => ({ error: { status: 503, message: "The server is currently unavailable." } }),
	overloaded529: ({ prompt }) => ({
		error: prompt.wire === "workers-ai" ? { code: 3040 } : { status: 529 },
	}),
	hang: () => ({ fault: { type: "hang" } }),
	cut: ({ prompt, random }) => ({
		fault: prompt.stream ? { type: "cut", afterBytes: 1 + Math.floor(random() * 2000) } : { type: "cut" },
	}),
	malformed: ({ prompt, random }) => ({ fault: { type: "malformed", afterFrames: someFrames(prompt, random) } }),
	errorFrame: ({ prompt, random }) => ({
		error: { status: 500, ...(prompt.stream ? { afterFrames: someFrames(prompt, random) } : {}) },
	}),
	slow: ({ slowMs }) => ({ delayMs: slowMs, paceMs: slowMs }),
};

const RATE_LIMIT: Readonly<Record<Wire, ReplyError>> = {
	openai: { status: 429 },
	anthropic: { status: 429 },
	"workers-ai": { code: 3040 },
};

function someFrames(prompt: Prompt, random: () => number): number {
	return prompt.stream ? 1 + Math.floor(random() * 8) : 1;
}

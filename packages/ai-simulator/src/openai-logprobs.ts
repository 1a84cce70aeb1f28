import type { JsonRecord } from "./json.ts";
import { hash } from "./random.ts";

/** How likely the simulated model found each piece it wrote, with `alternatives` others that it did not write. */
export function logprobsOf(pieces: readonly string[], alternatives: number): JsonRecord[] {
	return pieces.map((token) => {
		const chosen = entry(token, -((hash(token) % 100) + 1) / 1000);
		const others = Array.from({ length: Math.max(0, alternatives - 1) }, (_, index) =>
			entry(`${token}${"'".repeat(index + 1)}`, -3 - index),
		);
		return { ...chosen, top_logprobs: alternatives === 0 ? [] : [chosen, ...others] };
	});
}

function entry(token: string, logprob: number): JsonRecord {
	return { token, logprob, bytes: [...new TextEncoder().encode(token)] };
}

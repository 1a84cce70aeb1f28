import type { RecordedCase } from "./recorded-case.ts";
import { replayBody } from "./replay-body.ts";
import { answers, canonical, sha256 } from "./replay-match.ts";
import { sleep } from "./sleep.ts";

/** How recorded cases are replayed. */
export interface ReplayOptions {
	/** A factor: 1 in the time it took, 2 in half of it, 0 without any waiting. Default 1. */
	readonly speed?: number;
}

/** Recorded cases that answer requests. */
export interface Replay {
	/**
	 * Answers with the case that was recorded for the same request: method, path (its end is enough), query and JSON body.
	 * Cases for the same request answer in turn, the last one from then on. The header `x-replay-case` names a case outright.
	 * A request that nothing was recorded for gets a 404 that says so. Needs no `this`.
	 * Rejects with the reason of a signal that is aborted.
	 */
	readonly fetch: (input: Request | string | URL, init?: RequestInit) => Promise<Response>;
	/** Names of the cases that have not answered yet. */
	readonly unused: () => string[];
	/** Forgets what has answered. */
	readonly reset: () => void;
}

/** Headers that belong to the connection that was recorded, not to the answer. */
const CONNECTION = /^(transfer-encoding|content-encoding|content-length|connection|keep-alive)$/;

/**
 * Replays recorded cases byte for byte, chunk by chunk and in time, without a network. Bodies without a timing come in
 * one chunk. Rejects with the reason of a signal that is aborted.
 *
 * @example
 * ```ts
 * import { createReplay, type RecordedCase } from "@workkit/ai-simulator";
 *
 * const cases: RecordedCase[] = [];
 * const replay = createReplay(cases, { speed: 0 });
 * const response = await replay.fetch("https://api.openai.com/v1/models");
 * ```
 */
export function createReplay(cases: readonly RecordedCase[], { speed = 1 }: ReplayOptions = {}): Replay {
	const used = new Map<RecordedCase, number>();

	const find = async (request: Request): Promise<RecordedCase | undefined> => {
		const name = request.headers.get("x-replay-case");
		if (name !== null) return cases.find(({ meta }) => meta.name === name);
		const body = canonical(await request.text());
		const wanted = { method: request.method, url: new URL(request.url), body, bodySha256: await sha256(body) };
		const found = cases.filter((recorded) => answers(recorded, wanted));
		return found.find((recorded) => !used.has(recorded)) ?? found.at(-1);
	};

	return {
		async fetch(input, init) {
			const startedAt = performance.now();
			const request = new Request(input, init);
			const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined) ?? undefined;
			signal?.throwIfAborted();
			const found = await find(request);
			if (found === undefined) return missing(request);
			used.set(found, (used.get(found) ?? 0) + 1);
			const { status, headers, timing } = found.meta;
			const waitUntil = async (atMs: number, stop: AbortSignal | undefined) => {
				const leftMs = speed === 0 ? 0 : atMs / speed - (performance.now() - startedAt);
				if (leftMs > 0) await sleep(leftMs, stop);
			};
			await waitUntil(timing?.headersMs ?? 0, signal);
			const kept = Object.entries(headers).filter(([name]) => !CONNECTION.test(name.toLowerCase()));
			const hasBody = ![101, 204, 205, 304].includes(status);
			return new Response(hasBody ? replayBody(found, waitUntil, signal) : null, { status, headers: kept });
		},
		unused: () => cases.filter((recorded) => !used.has(recorded)).map(({ meta }) => meta.name),
		reset: () => used.clear(),
	};
}

function missing({ method, url }: Request): Response {
	const message = `Nothing was recorded for ${method} ${new URL(url).pathname} with this body.`;
	return Response.json({ error: { message, type: "not_recorded" } }, { status: 404 });
}

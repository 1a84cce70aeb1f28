import type { RecordedCase } from "../recorded-case.ts";
import { createReplay, type Replay, type ReplayOptions } from "../replay.ts";
import { type Listening, listen } from "./listen.ts";
import { readCases } from "./record-files.ts";

/** What is replayed. */
export interface ReplayerOptions extends ReplayOptions {
	/** The folder a recorder wrote, or the cases themselves. */
	readonly cases: string | readonly RecordedCase[];
	/** Default: a free port. */
	readonly port?: number;
}

/** A running replayer: a client uses the same base URLs that it used with the recorder, `<url>/<upstream>/…`. */
export interface Replayer extends Listening {
	readonly replay: Replay;
}

/**
 * Serves recorded cases on 127.0.0.1. Rejects when a body is not the one that was recorded.
 *
 * @example
 * ```ts
 * import { startReplayer } from "@workkit/ai-simulator/node";
 *
 * const replayer = await startReplayer({ cases: "recordings", speed: 0 });
 * await replayer.close();
 * ```
 */
export async function startReplayer({ cases, port = 0, ...options }: ReplayerOptions): Promise<Replayer> {
	const replay = createReplay(typeof cases === "string" ? readCases(cases) : cases, options);
	return { ...(await listen(replay.fetch, port)), replay };
}

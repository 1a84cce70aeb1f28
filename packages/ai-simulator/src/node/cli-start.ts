import type { Call } from "../call.ts";
import { inspect } from "../inspector.ts";
import { type LoggedFetch, loggedFetch } from "../logged-fetch.ts";
import { startSimulator } from "../node.ts";
import { createReplay } from "../replay.ts";
import { type SimulatorUrls, simulatorUrls } from "../urls.ts";
import { type ServeCommand, UsageError } from "./cli-options.ts";
import { type Handler, listen } from "./listen.ts";
import { readCases } from "./record-files.ts";
import { startRecorder } from "./recorder.ts";

/** What the command serves. */
export interface StartedCommand {
	readonly urls: SimulatorUrls;
	readonly close: () => Promise<void>;
}

/** Starts what was asked for: a simulator, a recorder, or a replay. All have the same base URLs and an inspector. */
export async function startCommand(command: ServeCommand, onCall: (call: Call) => void): Promise<StartedCommand> {
	const { options, record, replay, upstreams } = command;
	if (record === undefined && replay === undefined) return startSimulator({ ...options, onCall });
	const logOptions = { keep: 100, prices: options.prices ?? {}, onCall };
	const port = options.port ?? 0;
	if (replay !== undefined) {
		const cases = readCases(replay);
		if (cases.length === 0) throw new UsageError(`--replay: nothing is recorded in '${replay}'`);
		const logged = loggedFetch(createReplay(cases).fetch, logOptions);
		const { url, close } = await listen(withInspector(logged), port);
		return { urls: simulatorUrls(url), close };
	}
	const logged = loggedFetch(fetch, logOptions);
	const recorder = await startRecorder({ upstreams, directory: record ?? "", port, fetch: logged.fetch });
	// The recorder passes on whatever comes: its inspector has an address of its own.
	const page = await listen(withInspector(logged), 0);
	return {
		urls: { ...simulatorUrls(recorder.url), inspector: simulatorUrls(page.url).inspector },
		close: async () => {
			await Promise.all([recorder.close(), page.close()]);
		},
	};
}

function withInspector({ fetch, log }: LoggedFetch): Handler {
	return async (url, init) => inspect(log, new URL(url), init.signal ?? undefined) ?? fetch(url, init);
}

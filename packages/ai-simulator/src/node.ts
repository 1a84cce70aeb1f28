import { listen } from "./node/listen.ts";
import { createSimulator, type Simulator, type SimulatorOptions } from "./simulator.ts";
import { type SimulatorUrls, simulatorUrls } from "./urls.ts";

export { readCases } from "./node/record-files.ts";
export { type Recorder, type RecorderOptions, startRecorder } from "./node/recorder.ts";
export { type Replayer, type ReplayerOptions, startReplayer } from "./node/replayer.ts";

/** Options of the server. */
export interface ServerOptions extends SimulatorOptions {
	/** Default: a free port. */
	readonly port?: number;
	/** Whether the process goes on running for as long as the server does. Default true. */
	readonly keepAlive?: boolean;
}

/** A running simulator. */
export interface SimulatorServer {
	/** `http://127.0.0.1:<port>`: also the upstream for a local runtime's remote AI binding. */
	readonly url: string;
	/** Base URLs for clients. */
	readonly urls: SimulatorUrls;
	/** TCP port that it listens on. */
	readonly port: number;
	readonly simulator: Simulator;
	/** Ends all connections, also those in the middle of an answer. Rejects never, however often it is called. */
	readonly close: () => Promise<void>;
}

/**
 * Serves a simulator on 127.0.0.1. Rejects when the port is taken.
 *
 * @example
 * ```ts
 * import { startSimulator } from "@workkit/ai-simulator/node";
 *
 * const server = await startSimulator({ paceMs: 20 });
 * await fetch(`${server.urls.openai}/chat/completions`, { method: "POST" });
 * await server.close();
 * ```
 */
export async function startSimulator({
	port = 0,
	keepAlive = true,
	...options
}: ServerOptions = {}): Promise<SimulatorServer> {
	const { url, port: bound, close } = await listen((asked, init) => simulator.fetch(asked, init), port, keepAlive);
	const urls = simulatorUrls(url);
	// A gateway's `getUrl` leads here. Nothing has been received yet: nobody waited since the server began to listen.
	const simulator = createSimulator({ ...options, gateway: { baseUrl: urls.gateway, ...options.gateway } });
	return { url, urls, port: bound, simulator, close };
}

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createSimulator, type Simulator, type SimulatorOptions } from "./simulator.ts";
import { type SimulatorUrls, simulatorUrls } from "./urls.ts";

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
	readonly port: number;
	readonly simulator: Simulator;
	/** Ends all connections, also those in the middle of an answer. */
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
	const server = createServer((request, response) => {
		// What is thrown here stands for a host that cannot be reached.
		serve(simulator, request, response).catch(() => response.destroy());
	});
	await new Promise<void>((resolve, reject) => {
		server.once("error", reject);
		server.listen(port, "127.0.0.1", resolve);
	});
	if (!keepAlive) server.unref();
	// A TCP server listens on an address with a port; only pipes have a name.
	const address = server.address() as AddressInfo;
	const url = `http://127.0.0.1:${address.port}`;
	const urls = simulatorUrls(url);
	// A gateway's `getUrl` leads here; nothing has been received yet, for nobody waited since the server began to listen.
	const simulator = createSimulator({ ...options, gateway: { baseUrl: urls.gateway, ...options.gateway } });
	return {
		url,
		urls,
		port: address.port,
		simulator,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

async function serve(simulator: Simulator, request: IncomingMessage, response: ServerResponse): Promise<void> {
	const gone = new AbortController();
	response.once("close", () => gone.abort());
	const body: Uint8Array[] = [];
	for await (const chunk of request) body.push(chunk);
	const headers = new Headers();
	for (const [name, values] of Object.entries(request.headersDistinct)) {
		for (const value of values ?? []) headers.append(name, value);
	}
	const answer = await simulator.fetch(`http://${request.headers.host}${request.url}`, {
		method: request.method ?? "GET",
		headers,
		...(body.length === 0 ? {} : { body: Buffer.concat(body) }),
		signal: gone.signal,
	});
	response.writeHead(answer.status, Object.fromEntries(answer.headers));
	response.flushHeaders();
	const reader = answer.body?.getReader();
	for (;;) {
		const next = await reader?.read();
		if (next === undefined || next.done) break;
		// One frame at a time: the next is not made before this one has left.
		await new Promise((resolve) => response.write(next.value, resolve));
	}
	response.end();
}

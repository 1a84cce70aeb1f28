import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What answers requests: a `fetch`. One that rejects stands for a host that cannot be reached. */
export type Handler = (url: string, init: RequestInit) => Promise<Response>;

/** A server on 127.0.0.1. */
export interface Listening {
	/** `http://127.0.0.1:<port>`. */
	readonly url: string;
	readonly port: number;
	/** Ends all connections, also those in the middle of an answer. */
	readonly close: () => Promise<void>;
}

/** Serves `handler` on 127.0.0.1; port 0 is a free one. Rejects when the port is taken. */
export async function listen(handler: Handler, port: number, keepAlive = true): Promise<Listening> {
	const server = createServer((request, response) => {
		serve(handler, request, response).catch(() => response.destroy());
	});
	await new Promise<void>((resolve, reject) => {
		server.once("error", reject);
		// By default 511 may wait to be accepted; of more who come at once, the kernel resets some.
		server.listen({ port, host: "127.0.0.1", backlog: 4096 }, resolve);
	});
	if (!keepAlive) server.unref();
	// A TCP server listens on an address with a port; only pipes have a name.
	const address = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${address.port}`,
		port: address.port,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

async function serve(handler: Handler, request: IncomingMessage, response: ServerResponse): Promise<void> {
	const gone = new AbortController();
	response.once("close", () => gone.abort());
	const body: Uint8Array[] = [];
	for await (const chunk of request) body.push(chunk);
	const headers = new Headers();
	for (const [name, values] of Object.entries(request.headersDistinct)) {
		for (const value of values ?? []) headers.append(name, value);
	}
	const answer = await handler(`http://${request.headers.host}${request.url}`, {
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

import type { Fetch } from "../src/index.ts";

/** What the upstream answers to one request. */
export interface Answer {
	readonly status?: number;
	readonly headers?: Readonly<Record<string, string>>;
	/** A whole answer. */
	readonly json?: unknown;
	/** An event stream in these chunks; a number is a pause in milliseconds before the next one. */
	readonly chunks?: readonly (string | Uint8Array | number)[];
	/** What comes after the chunks. Default: the body ends. */
	readonly end?: "close" | "stay open" | { readonly error: unknown };
}

/** An answer, or none: `fetch` fails, waits for its signal, or waits and does not even listen to its signal. */
export type Reply = Answer | { readonly failure: unknown } | "wait" | "ignore the signal";

/** One request and what became of its answer. */
export interface Exchange {
	readonly url: string;
	readonly init: RequestInit;
	/** The request's body, parsed. */
	readonly body: Record<string, unknown>;
	/** How often the answer's body was asked for a chunk. */
	pulls: number;
	/** The reasons with which the answer's body was cancelled. */
	readonly cancelled: unknown[];
}

/** A vendor without a network, which remembers every request. */
export interface Upstream {
	readonly fetch: Fetch;
	readonly exchanges: Exchange[];
	/** The last one. */
	readonly exchange: Exchange;
}

const encoder = new TextEncoder();

/** A vendor that answers its first request with the first reply and so on; the last reply is for all that follow. */
export function upstreamOf(...replies: [Reply, ...Reply[]]): Upstream {
	const exchanges: Exchange[] = [];
	return {
		exchanges,
		get exchange() {
			const last = exchanges[exchanges.length - 1];
			if (!last) throw new Error("Nothing was sent.");
			return last;
		},
		async fetch(url, init) {
			const reply = replies[Math.min(exchanges.length, replies.length - 1)] as Reply;
			const exchange: Exchange = { url, init, body: JSON.parse(String(init.body)), pulls: 0, cancelled: [] };
			exchanges.push(exchange);
			const { signal } = init;
			signal?.throwIfAborted();
			if (reply === "ignore the signal") return new Promise(() => {});
			if (reply === "wait") {
				return new Promise((_, reject) =>
					signal?.addEventListener("abort", () => reject(signal.reason), { once: true }),
				);
			}
			if ("failure" in reply) throw reply.failure;
			const { status = 200, headers, json, chunks } = reply;
			if (!chunks) return Response.json(json, { status, ...(headers && { headers }) });
			return new Response(bodyOf(reply, exchange), {
				status,
				headers: { "content-type": "text/event-stream", ...headers },
			});
		},
	};
}

/** A body without a buffer, so that every chunk that it hands out was asked for. */
function bodyOf({ chunks = [], end = "close" }: Answer, exchange: Exchange): ReadableStream<Uint8Array> {
	let next = 0;
	return new ReadableStream<Uint8Array>(
		{
			async pull(controller) {
				exchange.pulls++;
				let chunk = chunks[next++];
				while (typeof chunk === "number") {
					const pauseMs = chunk;
					await new Promise((resolve) => setTimeout(resolve, pauseMs));
					if (exchange.cancelled.length > 0) return;
					chunk = chunks[next++];
				}
				if (chunk !== undefined) return controller.enqueue(typeof chunk === "string" ? encoder.encode(chunk) : chunk);
				if (end === "close") return controller.close();
				if (end !== "stay open") return controller.error(end.error);
				return new Promise(() => {});
			},
			cancel(reason) {
				exchange.cancelled.push(reason);
			},
		},
		{ highWaterMark: 0 },
	);
}

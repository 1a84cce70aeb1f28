import type { Tell, WireHappening } from "./happening.ts";
import { messageOf } from "./message-of.ts";
import { tapResponse } from "./tap-response.ts";

/** A `fetch` as providers take it. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** The same `fetch`, with `tell` hearing of what goes over the wire. Credentials are in headers, which are not told. */
export function tapFetch(fetch: Fetch, tell: Tell<WireHappening>): Fetch {
	return async (url, init) => {
		tell({ type: "request", line: `POST ${url}`, body: String(init.body) });
		try {
			return tapResponse(await fetch(url, init), tell);
		} catch (error) {
			tell({ type: "broken", line: messageOf(error) });
			throw error;
		}
	};
}

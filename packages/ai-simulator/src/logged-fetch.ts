import { type CallLog, type CallLogOptions, createCallLog } from "./call-log.ts";
import { parseJson } from "./json.ts";
import { routeOf } from "./route.ts";

/** A `fetch` whose calls are logged, and the log. */
export interface LoggedFetch {
	readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
	readonly log: CallLog;
}

/** The same for a `fetch` that is not a simulator's: of recorded cases, or of the real vendors. */
export function loggedFetch(send: LoggedFetch["fetch"], options: CallLogOptions): LoggedFetch {
	const log = createCallLog(options);
	const fetch: LoggedFetch["fetch"] = async (url, init) => {
		const request = new Request(url, init);
		const arrival = { method: request.method, url: new URL(url), headers: request.headers };
		const text = await request.text();
		const record = { wire: routeOf(arrival.url)?.wire, body: parseJson(text), cancelled: false };
		const call = log.open(arrival, text, record);
		try {
			return call.answered(await send(url, init));
		} catch (error) {
			record.cancelled = init.signal?.aborted ?? false;
			call.failed(error);
			throw error;
		}
	};
	return { fetch, log };
}

import type { Tell, WireHappening } from "./happening.ts";
import { tapBody } from "./tap-body.ts";

/** The same response, with `tell` hearing of its status and its body. */
export function tapResponse(response: Response, tell: Tell<WireHappening>): Response {
	const { status, statusText, headers, ok } = response;
	const type = headers.get("content-type") ?? "no body";
	const wait = headers.get("retry-after");
	tell({ type: "response", line: `${status} ${type}${wait === null ? "" : ` · retry-after: ${wait}`}`, ok });
	return new Response(response.body && tapBody(response.body, tell), { status, statusText, headers });
}

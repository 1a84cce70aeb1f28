import { ConfigError, isWorkkitError, ServiceUnavailableError } from "@workkit/errors";
import type { Call } from "./call.ts";
import { parseLeniently } from "./read-body.ts";
import { vendorError } from "./vendor-error.ts";
import { readFault } from "./vendor-fault.ts";

/** A `fetch` of the caller's choice. */
export type Fetch = (input: string, init: RequestInit) => Promise<Response>;

/** Notes the status of `response`. Rejects with what a response that is not OK says. */
export async function checkResponse(response: Response, call: Call): Promise<void> {
	if (call.attempt) call.attempt.status = response.status;
	if (response.ok) return;
	// A proxy may answer with a page, or break off: the status is there all the same.
	const text = await response.text().catch(() => "");
	throw vendorError(readFault(parseLeniently(text)), { call, status: response.status, headers: response.headers });
}

/**
 * The one HTTP send: POSTs, and answers with a response of whatever status, which it notes. Rejects with
 * `ServiceUnavailableError` when there is no answer, and with `ConfigError` for a redirect.
 *
 * @param url - The whole address.
 * @param headers - Credentials included.
 * @param body - As it is sent: JSON, or a form.
 */
export async function send(
	url: string,
	headers: Readonly<Record<string, string>>,
	body: string | FormData,
	{ signal, provider, attempt }: Call,
	transport: Fetch = fetch,
): Promise<Response> {
	// Followed, a redirect could carry the credentials to another host.
	const init: RequestInit = { method: "POST", headers, body, redirect: "manual", ...(signal && { signal }) };
	let response: Response;
	try {
		response = await transport(url, init);
	} catch (cause) {
		throw isWorkkitError(cause) ? cause : new ServiceUnavailableError(provider, { cause });
	}
	if (response.ok || response.status >= 400) {
		if (attempt) attempt.status = response.status;
		return response;
	}
	response.body?.cancel().catch(() => {});
	throw new ConfigError(`${provider} redirects: \`baseUrl\` must be the target.`);
}

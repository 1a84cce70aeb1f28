import { ConfigError, ServiceUnavailableError } from "@workkit/errors";
import type { Call } from "./call.ts";
import { currentAttempt } from "./failure.ts";
import { readErrorBody } from "./read-body.ts";
import { vendorError } from "./vendor-error.ts";
import { readFault } from "./vendor-fault.ts";

/** A `fetch` of the caller's choice. */
export type Fetch = (input: string, init: RequestInit) => Promise<Response>;

/** Notes the response's status, and throws what a response that is not OK says. */
export async function checkResponse(
	response: Response,
	call: Call,
	read: {
		readonly secrets?: readonly string[];
		/** Statuses of the vendor's own codes. */
		readonly statusOf?: (code: unknown) => number | undefined;
	} = {},
): Promise<void> {
	const { status, headers } = response;
	Object.assign(currentAttempt(call) ?? {}, { status });
	if (response.ok) return;
	const fault = readFault(await readErrorBody(response));
	throw vendorError(fault, { call, status, headers, mapped: read.statusOf?.(fault.code), secrets: read.secrets });
}

/** The one HTTP send: POSTs JSON and answers with a response that is OK, or throws an error of ours. */
export async function send(
	url: string,
	headers: Readonly<Record<string, string>>,
	body: unknown,
	call: Call,
	fetch: Fetch | undefined,
): Promise<Response> {
	const { signal, provider } = call;
	let response: Response;
	try {
		response = await (fetch ?? globalThis.fetch)(url, {
			method: "POST",
			headers,
			body: JSON.stringify(body),
			// Followed, it could carry the credentials to another host.
			redirect: "manual",
			...(signal && { signal }),
		});
	} catch (cause) {
		throw new ServiceUnavailableError(provider, { cause });
	}
	if (!response.ok && response.status < 400) {
		throw new ConfigError(`${provider} redirects, which is not followed: set \`baseUrl\` to the target.`);
	}
	const secrets = Object.entries(headers)
		.filter(([name, value]) => name !== "content-type" && value.length > 5)
		.map(([, value]) => value.replace(/^Bearer /i, ""));
	await checkResponse(response, call, { secrets });
	return response;
}

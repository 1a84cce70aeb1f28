import { ConfigError, ServiceUnavailableError } from "@workkit/errors";
import type { Call } from "./call.ts";
import { readErrorBody } from "./read-body.ts";
import { vendorError } from "./vendor-error.ts";
import { readFault } from "./vendor-fault.ts";

/** A `fetch` of the caller's choice. */
export type Fetch = (input: string, init: RequestInit) => Promise<Response>;

/** Values of the headers that carry credentials. */
function secretsOf(headers: Readonly<Record<string, string>>): string[] {
	return Object.entries(headers)
		.filter(([name]) => /auth|key|token|secret|cookie/.test(name))
		.map(([, value]) => value.replace(/^\w+ /, ""))
		.filter((value) => value.length >= 6);
}

/** Throws what a response that is not OK says. */
export async function checkResponse(response: Response, call: Call, secrets: readonly string[] = []): Promise<void> {
	const { status, headers } = response;
	const record = call.receipt.attempts[call.receipt.attempts.length - 1];
	if (record) record.status = status;
	if (response.ok) return;
	if (status < 400) {
		throw new ConfigError(
			`${call.provider} answered with a redirect (${status}), which is not followed, since it could carry the credentials to another host: set \`baseUrl\` to its target.`,
		);
	}
	throw vendorError(readFault(await readErrorBody(response)), { call, status, headers, secrets });
}

/** The one HTTP send: POSTs JSON and answers with a response that is OK, or throws an error of ours. */
export async function send(
	url: string,
	headers: Readonly<Record<string, string>>,
	body: unknown,
	call: Call,
	fetch: Fetch | undefined,
): Promise<Response> {
	const { signal } = call;
	let response: Response;
	try {
		response = await (fetch ?? globalThis.fetch)(url, {
			method: "POST",
			headers,
			body: JSON.stringify(body),
			redirect: "manual",
			...(signal && { signal }),
		});
	} catch (cause) {
		if (signal?.aborted) throw signal.reason;
		throw new ServiceUnavailableError(call.provider, {
			cause,
			message: `${call.provider} is unavailable: the request failed before an answer came.`,
		});
	}
	await checkResponse(response, call, secretsOf(headers));
	return response;
}

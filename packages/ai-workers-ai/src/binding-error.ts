import { type Call, compact, parseLeniently, readFault, type VendorFault, vendorError } from "@workkit/ai-core";
import { BindingError, isWorkkitError } from "@workkit/errors";

/**
 * HTTP statuses of Workers AI's internal codes, for errors that come as a message, or in a stream, without a status.
 * Source: Cloudflare's page "Workers AI errors"; codes from 4006 on that it does not list were observed.
 */
const statuses: Readonly<Record<number, number>> = {
	2001: 400,
	2005: 400,
	2040: 400,
	3003: 400,
	3010: 400,
	3030: 400,
	3039: 400,
	5004: 400,
	5006: 400,
	5007: 400,
	5023: 400,
	5025: 400,
	7003: 400,
	8001: 400,
	8006: 400,
	2009: 401,
	10000: 401,
	2021: 402,
	1031: 403,
	2029: 403,
	2030: 403,
	3023: 403,
	3041: 403,
	5016: 403,
	5018: 403,
	5035: 403,
	3042: 404,
	5005: 405,
	5019: 405,
	3007: 408,
	3008: 408,
	3046: 408,
	5028: 410,
	3006: 413,
	5021: 413,
	2016: 424,
	2017: 424,
	2003: 429,
	2041: 429,
	2045: 429,
	3021: 429,
	3036: 429,
	3040: 429,
	4006: 429,
	5030: 429,
	5000: 500,
	5012: 500,
	8004: 500,
	8005: 500,
	8008: 500,
	8007: 502,
	7013: 503,
};

/** The HTTP status of an internal code; `undefined` for an unknown one. */
export function statusOfCode(code: unknown): number | undefined {
	return statuses[Number(code)];
}

/**
 * What the binding threw, as an error of ours. The binding's errors carry only a name and a message such as
 * `5007: No such model`, sometimes behind one or two names (`AiError: AiError: 3040: …`).
 */
export function bindingError(error: unknown, call: Call): unknown {
	if (isWorkkitError(error)) return error;
	const { name, message = String(error) } = Object(error) as { name?: string; message?: string };
	const [, code, text] = /(?:^|:\s*)(\d{4,5}):\s*([\s\S]*)/.exec(message) ?? [];
	if (!code && /^(TypeError|AiInternalError)|remotely/.test(name + message)) {
		return new BindingError(
			`The AI binding cannot be used: ${message.slice(0, 500)}. Off the platform, log in or use @workkit/ai-simulator.`,
			{ cause: error },
		);
	}
	// The message may be a whole body: no cause keeps it.
	const said: VendorFault = code ? { code: Number(code), message: text ?? "" } : readFault(parseLeniently(message));
	const fault = compact({ ...said, type: name });
	return vendorError(fault, { call, status: statusOfCode(fault.code) ?? 500 });
}

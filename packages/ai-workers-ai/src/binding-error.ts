import { type Call, compact, parseLeniently, readFault, vendorError } from "@workkit/ai-core";
import { BindingError, isWorkkitError } from "@workkit/errors";

/**
 * HTTP statuses of Workers AI's internal codes, for errors that the binding throws as a message without a status. Source:
 * Cloudflare's page "Workers AI errors"; codes from 4006 on that it does not list were observed.
 */
const statuses: Readonly<Record<number, string>> = {
	400: "2001 2005 2040 3003 3010 3030 3039 5004 5007 7003 8001 8006",
	401: "2009 10000",
	402: "2021",
	403: "1031 2029 2030 3023 3041 5016 5018 5035",
	404: "3042",
	405: "5005 5019",
	408: "3007 3008 3046",
	410: "5028",
	413: "3006 5021",
	424: "2016 2017",
	429: "2003 2041 2045 3021 3036 3040 4006 5030",
	500: "5000 5012 8004 8005 8008",
	502: "8007",
	503: "7013",
};

/** The HTTP status of an internal code; `undefined` for an unknown one. */
export function statusOfCode(code: unknown): number | undefined {
	const [status] = Object.entries(statuses).find(([, codes]) => codes.split(" ").includes(String(code))) ?? [];
	return status === undefined ? undefined : Number(status);
}

/**
 * What the binding threw, as an error of ours. The binding's errors carry only a name and a message such as
 * `5007: No such model`, sometimes behind one or two names (`AiError: AiError: 3040: …`).
 */
export function bindingError(error: unknown, call: Call): unknown {
	if (isWorkkitError(error)) return error;
	const { name, message = String(error) } = Object(error) as { name?: string; message?: string };
	const [, code, text] = /(?:^|:\s*)(\d{4,5}):\s*([\s\S]*)/.exec(message) ?? [];
	if (code) {
		const fault = compact({ code: Number(code), type: name, message: text });
		return vendorError(fault, { call, status: statusOfCode(code) ?? 500 });
	}
	if (error instanceof TypeError || name === "AiInternalError" || /remotely/.test(message)) {
		return new BindingError(
			`The AI binding cannot be used: ${message.slice(0, 500)}. Off the platform it needs a login, or @workkit/ai-simulator.`,
			{ cause: error },
		);
	}
	// The message may be a whole body: no cause keeps it.
	const fault = readFault(parseLeniently(message));
	return vendorError(compact({ ...fault, type: name }), { call, mapped: statusOfCode(fault.code) ?? 503 });
}

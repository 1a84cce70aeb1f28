import { type Call, vendorError } from "@workkit/ai-core";
import { BindingError, ServiceUnavailableError } from "@workkit/errors";

/**
 * HTTP statuses of Workers AI's internal codes, for errors that the binding throws as a message without a status. Source:
 * Cloudflare's page "Workers AI errors"; codes from 4006 on that it does not list were observed.
 */
const statuses: ReadonlyMap<number, number> = new Map([
	[5007, 400],
	[5004, 400],
	[3039, 400],
	[3003, 400],
	[5018, 403],
	[5016, 403],
	[3023, 403],
	[3041, 403],
	[5035, 403],
	[5019, 405],
	[5005, 405],
	[3042, 404],
	[3006, 413],
	[3007, 408],
	[3008, 408],
	[3036, 429],
	[3040, 429],
	[4006, 429],
	[5021, 413],
	[5028, 410],
	[5030, 429],
	[3021, 429],
	[5012, 500],
	[5000, 500],
	[8005, 500],
	[8008, 500],
	[8004, 500],
	[8007, 502],
	[3010, 400],
	[8001, 400],
	[8006, 400],
	[3030, 400],
	[3046, 408],
	[1031, 403],
	[10000, 401],
	[7003, 400],
	[2021, 402],
	[2001, 400],
	[2003, 429],
	[2005, 400],
	[2009, 401],
	[2016, 424],
	[2017, 424],
	[2029, 403],
	[2030, 403],
	[2040, 400],
	[2041, 429],
	[2045, 429],
	[7013, 503],
]);

/** The HTTP status of an internal code; `undefined` for an unknown one. */
export function statusOfCode(code: string | number | undefined): number | undefined {
	return statuses.get(Number(code));
}

/**
 * What the binding threw, as an error of ours. The binding's errors carry only a name and a message such as
 * `5007: No such model`, sometimes behind one or two names (`AiError: AiError: 3040: …`).
 */
export function bindingError(error: unknown, call: Call): unknown {
	if (!(error instanceof Error)) return error;
	const [, digits, text] = /(?:^|:\s*)(\d{4,5}):\s*([\s\S]*)/.exec(error.message) ?? [];
	if (digits !== undefined) {
		const code = Number(digits);
		const status = statusOfCode(code) ?? 500;
		return Object.assign(vendorError({ code, type: error.name, message: text ?? "" }, { call, status }), { cause: error });
	}
	if (error instanceof TypeError || error.name === "AiInternalError" || /run remotely/.test(error.message)) {
		return new BindingError(
			`${call.provider}: the AI binding cannot be used: ${error.message.slice(0, 500)}. Off the platform it needs \`wrangler dev\` with a login, or @workkit/ai-simulator.`,
			{ cause: error },
		);
	}
	const context = { vendorType: error.name, vendorMessage: error.message.slice(0, 2000) };
	return new ServiceUnavailableError(call.provider, { cause: error, context });
}

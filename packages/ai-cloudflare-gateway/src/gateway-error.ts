import { type Call, compact, parseLeniently, readFault, vendorError } from "@workkit/ai-core";
import { BindingError, isWorkkitError, NotFoundError, type WorkkitError } from "@workkit/errors";

/** What was asked of the binding when it failed. */
export interface GatewaySite {
	readonly gatewayId: string;
	readonly operation: "run" | "getUrl" | "getLog" | "patchLog";
	readonly logId?: string | undefined;
}

const source = "ai-gateway";

/** HTTP statuses of the gateway's own codes, where the binding tells a code and no status. Source: Cloudflare's pages on AI Gateway. */
const statuses: Readonly<Record<number, number>> = {
	2001: 400,
	2009: 401,
	2021: 402,
	7001: 400,
	7002: 404,
	10000: 401,
};

function translate(error: unknown, { operation, logId }: GatewaySite): WorkkitError {
	const { name, message = String(error) } = Object(error) as { name?: string; message?: string };
	if (name === "AiGatewayLogNotFound") return new NotFoundError("AI Gateway log", logId);
	if (name === "TypeError" || /remotely/.test(message)) {
		return new BindingError(`The AI binding cannot be used for \`${operation}\`: ${message.slice(0, 500)}`, {
			cause: error,
		});
	}
	const [, code, text] = /(?:^|:\s*)(\d{4,5}):\s*([\s\S]*)/.exec(message) ?? [];
	const said = code ? { code: Number(code), message: text ?? "" } : readFault(parseLeniently(message));
	const fault = compact({ ...said, type: name });
	const status = statuses[Number(fault.code)] ?? (said.status as number | undefined) ?? 500;
	return vendorError(fault, { call: { provider: source } as Call, status });
}

/** Asks the binding. What it throws becomes an error of ours that `isAiGatewayError` knows; the caller's abort stays what it is. */
export async function askGateway<T>(site: GatewaySite, act: () => Promise<T>, signal?: AbortSignal | null): Promise<T> {
	try {
		return await act();
	} catch (error) {
		if (signal?.aborted) throw signal.reason;
		const ours = isWorkkitError(error) ? error : translate(error, site);
		Object.assign(ours.context, { source, provider: source, ...site });
		throw ours;
	}
}

/** Whether `error` is of the gateway's own client: `context` has `gatewayId`, `operation` and, for logs, `logId`. */
export function isAiGatewayError(error: unknown): error is WorkkitError {
	return isWorkkitError(error) && error.context.source === source;
}

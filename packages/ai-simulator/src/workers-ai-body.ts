import type { Exchange } from "./exchange.ts";
import { isRecord, type JsonRecord } from "./json.ts";
import type { ModelCall } from "./workers-ai-call.ts";
import { platformError } from "./workers-ai-error.ts";

/** The inputs of a body: a JSON object, or a file that is the only input. Throws 3003 for neither. */
export function readBody({ body, bytes, headers }: Exchange): Pick<ModelCall, "inputs" | "attachment"> {
	if (isRecord(body)) return { inputs: body, attachment: undefined };
	const contentType = headers.get("content-type") ?? "application/octet-stream";
	const isJson = /^application\/json\b|^text\/plain\b/.test(contentType);
	if (bytes.length === 0 || isJson || body !== undefined) throw platformError(3003, "The request body is not JSON");
	return { inputs: {}, attachment: { bytes, contentType } };
}

/** The other inputs of a run whose body is a file: they stand in the address. */
export function inputsInQuery(query: URLSearchParams): JsonRecord {
	try {
		const inputs: unknown = JSON.parse(query.get("userInputs") ?? "{}");
		if (isRecord(inputs)) return inputs;
	} catch {
		// The same refusal as for other things that are no inputs.
	}
	throw platformError(3003);
}

import { anthropicErrorResponse, invalid } from "./anthropic-error.ts";
import { anthropicMessages } from "./anthropic-messages.ts";
import type { Exchange } from "./exchange.ts";
import { isRecord } from "./json.ts";
import { bearerKey, isAccepted } from "./key.ts";
import { RequestError } from "./request-error.ts";

/** Answers as Anthropic does; `path` is what follows `/v1`. */
export async function anthropic(exchange: Exchange, path: string): Promise<Response> {
	try {
		const key = exchange.headers.get("x-api-key") ?? bearerKey(exchange.headers);
		if (key === undefined) throw new RequestError({ status: 401, message: "x-api-key header is required" });
		if (!isAccepted(exchange, key)) throw new RequestError({ status: 401, message: "invalid x-api-key" });
		if (path !== "/messages") throw new RequestError({ status: 404, message: "Not found" });
		if (exchange.method !== "POST") throw new RequestError({ status: 405, message: "Method Not Allowed" });
		const { body } = exchange;
		if (!isRecord(body)) throw invalid("The request body is not valid JSON");
		if (typeof body.model !== "string") throw invalid("model: Field required");
		if (body.model === "no-such-model") throw new RequestError({ status: 404, message: "model: no-such-model" });
		return await anthropicMessages(exchange, body, body.model);
	} catch (error) {
		if (error instanceof RequestError) return anthropicErrorResponse(exchange, error.detail);
		throw error;
	}
}

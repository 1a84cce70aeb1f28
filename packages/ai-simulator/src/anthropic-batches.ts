import { anthropicErrorBody, invalid } from "./anthropic-error.ts";
import { anthropicHeaders } from "./anthropic-headers.ts";
import { anthropicMessages } from "./anthropic-messages.ts";
import { isAnthropicModel, noSuchModel, pageOf } from "./anthropic-models.ts";
import type { Exchange } from "./exchange.ts";
import { isRecord, type JsonRecord, listOf } from "./json.ts";
import { RequestError } from "./request-error.ts";
import { respondJson } from "./respond.ts";

const CREATED = "2026-01-01T00:00:00Z";

/** `POST /messages/batches`. The requests are answered at once; the batch has ended when it is first asked for. */
export async function createBatch(exchange: Exchange): Promise<Response> {
	const requests = isRecord(exchange.body) ? exchange.body.requests : undefined;
	if (!Array.isArray(requests)) throw invalid("requests: Field required");
	if (requests.length === 0) throw invalid("requests: List should have at least 1 item after validation, not 0");
	const ids = requests.map((request, index) => customId(request, index));
	const twice = ids.find((id, index) => ids.indexOf(id) !== index);
	if (twice !== undefined) throw invalid(`requests: custom_id '${twice}' is not unique`);
	const id = exchange.id("msgbatch_");
	const results: JsonRecord[] = [];
	for (const [index, request] of requests.entries()) {
		results.push({ custom_id: ids[index], result: await resultOf(exchange, request.params) });
	}
	const counts = { processing: results.length, succeeded: 0, errored: 0, canceled: 0, expired: 0 };
	const batch: JsonRecord = {
		id,
		type: "message_batch",
		processing_status: "in_progress",
		request_counts: counts,
		created_at: CREATED,
		expires_at: "2026-01-02T00:00:00Z",
		ended_at: null,
		archived_at: null,
		cancel_initiated_at: null,
		results_url: null,
	};
	exchange.settings.stored.set(id, { batch, results });
	return answer(exchange, batch);
}

/** `GET /messages/batches`, newest first. */
export function listBatches(exchange: Exchange): Response {
	const batches = [...exchange.settings.stored.values()].map((stored) => stored.batch).filter(isRecord);
	return answer(exchange, pageOf(exchange, batches.reverse()));
}

/** `GET /messages/batches/{id}`. */
export function retrieveBatch(exchange: Exchange, id: string): Response {
	const { batch, results } = mustFind(exchange, id);
	if (batch.processing_status === "ended") return answer(exchange, batch);
	const outcomes = results.map((line) => (isRecord(line.result) ? line.result.type : undefined));
	const count = (type: string) => outcomes.filter((outcome) => outcome === type).length;
	const ended = {
		...batch,
		processing_status: "ended",
		ended_at: CREATED,
		request_counts: {
			processing: 0,
			succeeded: count("succeeded"),
			errored: count("errored"),
			canceled: count("canceled"),
			expired: 0,
		},
		results_url: `${exchange.url.origin}${exchange.url.pathname}/results`,
	};
	exchange.settings.stored.set(id, { batch: ended, results });
	return answer(exchange, ended);
}

/** `GET /messages/batches/{id}/results`: one JSON value a line. */
export function batchResults(exchange: Exchange, id: string): Response {
	const { batch, results } = mustFind(exchange, id);
	if (batch.processing_status !== "ended")
		throw new RequestError({ status: 404, message: `Message Batch ${id} has no available results.` });
	const lines = results.map((line) => `${JSON.stringify(line)}\n`).join("");
	const headers = { ...anthropicHeaders(exchange), "content-type": "application/x-jsonl" };
	return respondJson(exchange, lines, { headers });
}

/** `POST /messages/batches/{id}/cancel`: nothing of a batch that has not ended is answered. */
export function cancelBatch(exchange: Exchange, id: string): Response {
	const { batch, results } = mustFind(exchange, id);
	if (batch.processing_status === "ended") return answer(exchange, batch);
	const cancelling = { ...batch, processing_status: "canceling", cancel_initiated_at: CREATED };
	const canceled = results.map((line) => ({ ...line, result: { type: "canceled" } }));
	exchange.settings.stored.set(id, { batch: cancelling, results: canceled });
	return answer(exchange, cancelling);
}

/** `DELETE /messages/batches/{id}`. */
export function deleteBatch(exchange: Exchange, id: string): Response {
	const { batch } = mustFind(exchange, id);
	if (batch.processing_status !== "ended")
		throw invalid(`Message Batch ${id} cannot be deleted while it is being processed.`);
	exchange.settings.stored.delete(id);
	return answer(exchange, { id, type: "message_batch_deleted" });
}

function answer(exchange: Exchange, body: JsonRecord): Response {
	return respondJson(exchange, body, { headers: anthropicHeaders(exchange) });
}

function customId(request: unknown, index: number): string {
	const id = isRecord(request) ? request.custom_id : undefined;
	if (!isRecord(request) || typeof id !== "string") throw invalid(`requests.${index}.custom_id: Field required`);
	if (!isRecord(request.params)) throw invalid(`requests.${index}.params: Field required`);
	if (/^[a-zA-Z0-9_-]{1,64}$/.test(id)) return id;
	throw invalid(`requests.${index}.custom_id: String should match pattern '^[a-zA-Z0-9_-]{1,64}$'`);
}

/** Runs one request of a batch as if it had come alone; what is wrong with it is its own result. */
async function resultOf(exchange: Exchange, params: JsonRecord): Promise<JsonRecord> {
	const single: Exchange = {
		...exchange,
		body: params,
		requestNumber: exchange.settings.countRequest(),
		record: { ...exchange.record },
		delivery: { paceMs: undefined, headers: undefined },
	};
	try {
		const model = String(params.model);
		if (!isAnthropicModel(exchange, model)) throw noSuchModel(model);
		if (params.stream === true) throw invalid("stream: Streaming is not supported in batches");
		const response = await anthropicMessages(single, params, model);
		return { type: "succeeded", message: await response.json() };
	} catch (error) {
		if (!(error instanceof RequestError)) throw error;
		const requestId = exchange.id("req_");
		return { type: "errored", error: { ...anthropicErrorBody(error.detail), request_id: requestId } };
	}
}

function mustFind(exchange: Exchange, id: string): { batch: JsonRecord; results: readonly JsonRecord[] } {
	const { batch, results } = exchange.settings.stored.get(id) ?? {};
	if (isRecord(batch)) return { batch, results: listOf(results).filter(isRecord) };
	throw new RequestError({ status: 404, message: `Message Batch ${id} not found.` });
}

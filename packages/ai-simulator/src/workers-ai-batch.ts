import type { Answer } from "./answer.ts";
import { isRecord, type JsonRecord, listOf } from "./json.ts";
import { takesBatches } from "./models.ts";
import { RequestError } from "./request-error.ts";
import type { ModelCall, ModelOutput, Task } from "./workers-ai-call.ts";
import { badInput, checkInputs } from "./workers-ai-check.ts";
import { platformError, platformErrorBody } from "./workers-ai-error.ts";

const MOST_BYTES = 10_000_000;

/** What the first polls say; later ones give the answers. */
const STATES = ["queued", "running"];

/** Whether a call is about a batch: it sends one, or asks what became of one. */
export function isBatch({ inputs }: ModelCall, queueRequest: boolean): boolean {
	return queueRequest || inputs.requests !== undefined || typeof inputs.request_id === "string";
}

/** Queues `{ requests }`, or answers `{ request_id }` with the state of the queue or the answers. */
export async function runBatch(call: ModelCall, run: Task): Promise<ModelOutput> {
	const { request_id } = call.inputs;
	return typeof request_id === "string" ? poll(call, request_id) : queue(call, run);
}

async function queue(call: ModelCall, run: Task): Promise<ModelOutput> {
	const { exchange, model, inputs } = call;
	if (!takesBatches(model)) throw badInput(`${model} does not support asynchronous requests`);
	checkInputs(inputs, { requests: { type: "array", required: true, min: 1 } });
	if (exchange.bytes.length > MOST_BYTES) throw platformError(3006);
	const responses: JsonRecord[] = [];
	let [inputTokens, outputTokens] = [0, 0];
	for (const [id, request] of listOf(inputs.requests).entries()) {
		if (!isRecord(request)) throw badInput(`Type mismatch of '/requests/${id}', '${typeof request}' not in 'object'`);
		const { external_reference, ...sent } = request;
		const reference = external_reference === undefined ? {} : { external_reference };
		// Nobody listens to a stream from the queue.
		const output = await attempt({ ...call, inputs: { ...sent, stream: false } }, run);
		inputTokens += output.answer?.inputTokens ?? 0;
		outputTokens += output.answer?.outputTokens ?? 0;
		responses.push({ id, ...output.response, ...reference });
	}
	const usage = {
		prompt_tokens: inputTokens,
		completion_tokens: outputTokens,
		total_tokens: inputTokens + outputTokens,
	};
	const request_id = exchange.id("").toLowerCase();
	exchange.settings.stored.set(keyOf(request_id), { model, polls: 0, result: { responses, usage } });
	return { json: { status: "queued", request_id, model }, answer: NOTHING };
}

async function attempt(
	call: ModelCall,
	run: Task,
): Promise<{ readonly response: JsonRecord; readonly answer: Answer | undefined }> {
	try {
		const output = await run(call);
		if ("json" in output) return { response: { result: output.json, success: true }, answer: output.answer };
		throw platformError(5004, "Only answers in JSON can be queued");
	} catch (error) {
		if (!(error instanceof RequestError)) throw error;
		return { response: { result: null, success: false, error: platformErrorBody(error.detail) }, answer: undefined };
	}
}

function poll({ exchange, model }: ModelCall, id: string): ModelOutput {
	const { stored } = exchange.settings;
	const batch = stored.get(keyOf(id));
	if (batch === undefined || batch.model !== model) throw badInput(`no batch of ${model} has the request_id ${id}`);
	const polls = Number(batch.polls);
	stored.set(keyOf(id), { ...batch, polls: polls + 1 });
	const status = STATES[polls];
	return { json: status === undefined ? batch.result : { status, request_id: id, model }, answer: NOTHING };
}

function keyOf(id: string): string {
	return `workers-ai-batch:${id}`;
}

/** No model has answered yet. */
const NOTHING: Answer = {
	text: "",
	reasoning: "",
	refusal: "",
	toolCalls: [],
	finish: "stop",
	stopSequence: undefined,
	inputTokens: 0,
	outputTokens: 0,
	reasoningTokens: 0,
	cachedInputTokens: 0,
	fault: undefined,
	streamError: undefined,
};

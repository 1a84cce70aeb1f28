import { base64Floats } from "./bytes.ts";
import { isRecord, type JsonRecord } from "./json.ts";
import { taskOf } from "./models.ts";
import type { ModelCall, ModelOutput, Task } from "./workers-ai-call.ts";
import { checkInputs } from "./workers-ai-check.ts";
import { runEmbedding } from "./workers-ai-embeddings.ts";
import { platformError } from "./workers-ai-error.ts";
import { runGptOss } from "./workers-ai-responses.ts";
import { runChatCompletion } from "./workers-ai-text.ts";

/** The OpenAI-compatible endpoints after `/v1`, and which models they are for. */
const ENDPOINTS: Readonly<Record<string, { readonly isFor: (call: ModelCall) => boolean; readonly run: Task }>> = {
	"/chat/completions": { isFor: isText, run: runChatCompletion },
	"/responses": { isFor: (call) => isText(call) && /\/gpt-oss/.test(call.model), run: runGptOss },
	"/embeddings": { isFor: ({ model }) => taskOf(model, false) === "embedding", run: runOpenaiEmbedding },
};

/** Runs `path` of the OpenAI-compatible interface; undefined when there is no such endpoint. */
export function runOpenai(call: Omit<ModelCall, "model">, path: string): Promise<ModelOutput> | undefined {
	const endpoint = Object.hasOwn(ENDPOINTS, path) ? ENDPOINTS[path] : undefined;
	return endpoint && runEndpoint({ ...call, model: String(call.inputs.model) }, endpoint);
}

async function runEndpoint(call: ModelCall, { isFor, run }: (typeof ENDPOINTS)[string]): Promise<ModelOutput> {
	checkInputs(call.inputs, { model: { type: "string", required: true } });
	if (!isFor(call)) throw platformError(5007, `No such model ${call.model} or task`);
	return run(call);
}

function isText({ exchange, model }: ModelCall): boolean {
	return taskOf(model, exchange.settings.anyModel) === "text";
}

async function runOpenaiEmbedding(call: ModelCall): Promise<ModelOutput> {
	const { inputs, model } = call;
	checkInputs(inputs, { encoding_format: { type: "string", values: ["float", "base64"] } });
	const output = await runEmbedding({ ...call, inputs: { ...inputs, text: inputs.input } });
	const { answer } = output;
	const result: JsonRecord = "json" in output && isRecord(output.json) ? output.json : {};
	// What runEmbedding gives for texts.
	const vectors = result.data as readonly (readonly number[])[];
	const data = vectors.map((vector, index) => {
		const embedding = inputs.encoding_format === "base64" ? base64Floats(vector) : vector;
		return { object: "embedding", index, embedding };
	});
	const usage = { prompt_tokens: answer.inputTokens, total_tokens: answer.inputTokens };
	return { json: { object: "list", data, model, usage }, answer };
}

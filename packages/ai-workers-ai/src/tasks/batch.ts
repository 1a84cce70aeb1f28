import { type BatchOutput, type Call, compact, readFault } from "@workkit/ai-core";
import { StreamInterruptedError } from "@workkit/errors";
import { readTask, type TaskTools } from "./task.ts";

/** Queues requests, or asks what became of them. */
export async function batch({ ask }: TaskTools, call: Call<"batch">): Promise<BatchOutput> {
	const { requests, id: asked } = call.input;
	const warnings: string[] = [];
	const inputs = requests
		? { requests: requests.map(({ reference, ...input }) => compact({ ...input, external_reference: reference })) }
		: { request_id: asked };
	const raw = await ask(call, inputs, warnings, requests ? { queueRequest: true } : {});
	const { fields, common } = readTask(call, raw, warnings);
	const { request_id: id = asked, status, responses } = fields;
	if (!id || !(responses || status)) throw new StreamInterruptedError("malformed");
	if (!responses) return { ...common, id, status: status === "queued" ? "queued" : "running" };
	const results = responses.map(({ id: index = 0, result, success, external_reference: reference, error }) => ({
		index,
		...compact({ reference }),
		...(success === false ? { error: readFault(error).message ?? "The request failed." } : { output: result }),
	}));
	return { ...common, id, status: "done", results };
}

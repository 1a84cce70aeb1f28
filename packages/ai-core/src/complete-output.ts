import type { Call, OperationName, Operations } from "./call.ts";
import { finishReasonOf } from "./finish-reason.ts";
import type { AiOutput, RunOutput } from "./output.ts";

/** Adds what a hand-written provider's answer leaves open. A built-in provider's answer is complete and stays as it is. */
export function completeOutput<K extends OperationName>(
	output: Operations[K]["output"],
	call: Call<K>,
): Operations[K]["output"] {
	if ((output as AiOutput).receipt) return output;
	const { provider, model, receipt } = call;
	const marked = { ...output, provider, model, receipt };
	return call.operation === "run" ? completeRun(marked as AiOutput & Pick<RunOutput, "receipt">) : marked;
}

function completeRun(output: AiOutput & Pick<RunOutput, "receipt">): RunOutput {
	const { text = "", toolCalls = [], rawFinishReason = null } = output;
	return {
		finishReason: finishReasonOf(rawFinishReason, toolCalls.length > 0),
		rawFinishReason,
		message: { role: "assistant", content: text, ...(toolCalls.length > 0 && { toolCalls }) },
		...output,
	};
}

import { runResponses } from "./openai-responses.ts";
import { RequestError } from "./request-error.ts";
import type { Task } from "./workers-ai-call.ts";
import { badInput } from "./workers-ai-check.ts";
import { platformError } from "./workers-ai-error.ts";

/** gpt-oss asked with `input`: a response object or its events. `input` and `messages` exclude each other. */
export const runGptOss: Task = async ({ exchange, model, inputs }) => {
	if (inputs.messages !== undefined || inputs.prompt !== undefined) {
		throw badInput("oneOf at '/' not met, 2 matches: 'input' and 'messages' exclude each other");
	}
	try {
		const { answer, stream, json, frames } = await runResponses(exchange, inputs, model, "workers-ai");
		return stream ? { frames, answer } : { json, answer };
	} catch (error) {
		// The format's own checks speak OpenAI's words; what a script asked for is a platform error already.
		if (error instanceof RequestError && error.detail.param !== undefined) throw platformError(8001, error.message);
		throw error;
	}
};

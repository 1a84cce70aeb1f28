import { type Answer, answerPrompt } from "./answer.ts";
import type { Prompt } from "./prompt.ts";
import { taskPromptOf } from "./prompt-of.ts";
import type { ModelCall } from "./workers-ai-call.ts";

/** Asks the scripts about a task that is no conversation; `text` is what the answer says when none of them does. */
export function answerTask(
	{ exchange, model }: ModelCall,
	operation: Prompt["operation"],
	texts: readonly string[],
	text = "",
): Promise<Answer> {
	const { requestNumber } = exchange;
	const prompt = taskPromptOf({ wire: "workers-ai", operation, model, requestNumber }, texts);
	return answerPrompt(exchange, prompt, () => ({ text }));
}

import type { Task } from "./workers-ai-call.ts";
import { checkInputs } from "./workers-ai-check.ts";
import { answerTask } from "./workers-ai-task.ts";

const MOST_WORDS = 40;

/** bart-large-cnn: `{ input_text, max_length? }` → `{ summary }`: the first sentence, shortened. */
export const runSummary: Task = async (call) => {
	const { inputs } = call;
	checkInputs(inputs, {
		input_text: { type: "string", required: true, min: 1 },
		max_length: { type: "integer", min: 1 },
	});
	const text = String(inputs.input_text);
	const sentence = /^.*?[.!?](?=\s|$)/s.exec(text.trim())?.[0] ?? text.trim();
	const words = sentence.split(/\s+/).slice(0, Math.min(MOST_WORDS, Number(inputs.max_length ?? 1024)));
	const answer = await answerTask(call, "summarize", [text], words.join(" "));
	return { json: { summary: answer.text }, answer };
};

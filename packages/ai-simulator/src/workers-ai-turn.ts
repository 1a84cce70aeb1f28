import { captionIn } from "./caption.ts";
import { randomFrom } from "./random.ts";
import type { Task } from "./workers-ai-call.ts";
import { checkInputs } from "./workers-ai-check.ts";
import { readMedia, seedOf } from "./workers-ai-media.ts";
import { answerTask } from "./workers-ai-task.ts";

/** smart-turn-v2: whether a speaker has finished. Simulated speech has, when its text ends like a sentence. */
export const runTurn: Task = async (call) => {
	checkInputs(call.inputs, { dtype: { type: "string", values: ["uint8", "float32", "float64"] } });
	const bytes = readMedia(call, "audio", ["base64"]);
	const said = captionIn(bytes);
	const answer = await answerTask(call, "classify", [said ?? ""]);
	const share = randomFrom(seedOf(bytes))();
	const isComplete = said === undefined ? share > 0.5 : /[.!?]\s*$/.test(said);
	const probability = Math.fround(isComplete ? 0.5 + share / 2 : share / 2);
	return { json: { is_complete: isComplete, probability }, answer };
};

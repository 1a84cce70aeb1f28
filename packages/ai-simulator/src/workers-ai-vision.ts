import { bytesOfBase64 } from "./bytes.ts";
import { captionIn } from "./caption.ts";
import { sseFrame } from "./sse.ts";
import { pieces } from "./tokens.ts";
import type { ModelCall, Task } from "./workers-ai-call.ts";
import { badInput, checkInputs } from "./workers-ai-check.ts";
import { platformError } from "./workers-ai-error.ts";
import { readMedia } from "./workers-ai-media.ts";
import { answerTask } from "./workers-ai-task.ts";

/** llava and uform: `{ image, prompt? }`, or the image as the body → `{ description }`. */
export const runDescription: Task = async (call) => {
	checkInputs(call.inputs, {
		prompt: { type: "string" },
		max_tokens: { type: "integer", min: 1 },
		temperature: { type: "number" },
	});
	const bytes = readMedia(call, "image", ["bytes", "base64"]);
	const prompt = String(call.inputs.prompt ?? "");
	const answer = await answerTask(call, "describe", [prompt], describe(bytes, prompt));
	return { json: { description: answer.text }, answer };
};

const MOONDREAM_TASKS = ["query", "caption", "point", "detect"];

/** moondream: a task on an image that is given as a data URL; an address on the web is taken and not looked at. */
export const runMoondream: Task = async (call) => {
	const { inputs } = call;
	checkInputs(inputs, {
		task: { type: "string", values: MOONDREAM_TASKS },
		image: { type: "string" },
		question: { type: "string" },
		caption_length: { type: "string", values: ["short", "normal", "long"] },
		target: { type: "string" },
		stream: { type: "boolean" },
	});
	const task = String(inputs.task ?? "query");
	const needs = { query: "question", caption: "image", point: "image", detect: "image" }[task] ?? "image";
	if (inputs[needs] === undefined) throw badInput(`required properties at '/' are '${needs}'`);
	if (/point|detect/.test(task) && inputs.target === undefined)
		throw badInput("required properties at '/' are 'target'");
	const prompt = String(inputs.question ?? inputs.target ?? "");
	const answer = await answerTask(call, "describe", [prompt], describe(imageOf(call), prompt));
	if (inputs.stream === true && (task === "query" || task === "caption")) {
		return { frames: [...pieces(answer.text).map((response) => sseFrame({ response })), sseFrame("[DONE]")], answer };
	}
	const metrics = {
		input_tokens: answer.inputTokens,
		output_tokens: answer.outputTokens,
		prefill_time_ms: 1,
		decode_time_ms: 1,
		ttft_ms: 1,
	};
	const json = {
		finish_reason: "stop",
		metrics,
		answer: task === "query" ? answer.text : null,
		caption: task === "caption" ? answer.text : null,
		points: task === "point" ? [{ x: 0.5, y: 0.5 }] : null,
		objects: task === "detect" ? [{ x_min: 0.25, y_min: 0.25, x_max: 0.75, y_max: 0.75 }] : null,
		reasoning: inputs.reasoning === true && task === "query" ? { text: `Asked "${prompt}".`, grounding: [] } : null,
	};
	return { json, answer };
};

function imageOf({ inputs }: ModelCall): Uint8Array {
	const image = String(inputs.image ?? "");
	if (image === "" || image.startsWith("https://")) return new Uint8Array();
	const data = /^data:image\/[^;,]+;base64,(.+)$/.exec(image)?.[1];
	const bytes = data === undefined ? undefined : bytesOfBase64(data);
	if (bytes === undefined) throw platformError(3030, "Invalid or unsupported media data");
	return bytes;
}

function describe(bytes: Uint8Array, prompt: string): string {
	const seen = captionIn(bytes);
	const asked = prompt === "" ? "" : ` You asked "${prompt}".`;
	return `${seen === undefined ? "An image." : `An image of ${seen}.`}${asked} This description is simulated.`;
}

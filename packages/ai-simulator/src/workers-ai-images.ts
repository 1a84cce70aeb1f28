import { base64Of } from "./bytes.ts";
import { captionOf } from "./caption.ts";
import { encodeJpeg } from "./jpeg.ts";
import type { JsonRecord } from "./json.ts";
import { drawPicture } from "./picture.ts";
import { encodePng } from "./png.ts";
import type { ModelCall, Task } from "./workers-ai-call.ts";
import { badInput, checkInputs, type Field } from "./workers-ai-check.ts";
import { readForm } from "./workers-ai-form.ts";
import { readMedia, seedOf } from "./workers-ai-media.ts";
import { answerTask } from "./workers-ai-task.ts";

/** What a model takes and gives. */
interface ImageModel {
	readonly names: RegExp;
	readonly fields: Readonly<Record<string, Field>>;
	/** Pixels, where the request says nothing. */
	readonly size: number;
	/** `json`: base64 in `image`; otherwise the file itself. */
	readonly output: "json" | "jpeg" | "png";
}

const prompt: Field = { type: "string", required: true, min: 1 };
const seed: Field = { type: "integer" };
const number: Field = { type: "number" };
const pixels = (min: number, max: number): Field => ({ type: "integer", min, max });
const steps = (max: number): Field => ({ type: "integer", min: 1, max });

const STABLE_DIFFUSION: Readonly<Record<string, Field>> = {
	prompt,
	seed,
	negative_prompt: { type: "string" },
	width: pixels(256, 2048),
	height: pixels(256, 2048),
	image: { type: "array" },
	image_b64: { type: "string" },
	mask: { type: "array" },
	num_steps: steps(20),
	strength: number,
	guidance: number,
};

const IMAGE_MODELS: readonly ImageModel[] = [
	{
		names: /flux-1-schnell/,
		fields: { prompt: { ...prompt, max: 2048 }, seed, steps: steps(8) },
		size: 1024,
		output: "json",
	},
	{
		names: /flux-2-/,
		fields: { prompt, seed, width: pixels(256, 1920), height: pixels(256, 1920), steps: steps(50), guidance: number },
		size: 1024,
		output: "json",
	},
	{
		names: /lucid-origin/,
		fields: {
			prompt,
			seed: { ...seed, min: 0 },
			width: pixels(0, 2500),
			height: pixels(0, 2500),
			num_steps: steps(40),
			steps: steps(40),
			guidance: { ...number, min: 0, max: 10 },
		},
		size: 1120,
		output: "json",
	},
	{
		names: /phoenix/,
		fields: {
			prompt,
			seed: { ...seed, min: 0 },
			width: pixels(0, 2048),
			height: pixels(0, 2048),
			num_steps: steps(50),
			guidance: { ...number, min: 2, max: 10 },
			negative_prompt: { type: "string", min: 1 },
		},
		size: 1024,
		output: "jpeg",
	},
	{ names: /xl/, fields: STABLE_DIFFUSION, size: 1024, output: "png" },
];

/** dreamshaper and the models of Stable Diffusion 1.5. */
const OTHER: ImageModel = { names: /./, fields: STABLE_DIFFUSION, size: 512, output: "png" };

/** Text to image: a picture whose colours follow from the prompt and the seed, in the size that was asked for. */
export const runImage: Task = async (call) => {
	const { model } = call;
	const { fields, size, output } = IMAGE_MODELS.find(({ names }) => names.test(model)) ?? OTHER;
	const inputs = model.includes("flux-2-") ? await readForm(call, fields) : call.inputs;
	checkInputs(inputs, fields);
	const given = sourceOf(call);
	const text = String(inputs.prompt);
	const answer = await answerTask(call, "image", [text]);
	// Zero stands for the model's own size.
	const picture = drawPicture(
		`${model}:${text}:${inputs.seed ?? ""}:${given}`,
		Number(inputs.width || size),
		Number(inputs.height || size),
		captionOf(text),
	);
	if (output === "png") return { bytes: await encodePng(picture), contentType: "image/png", answer };
	const bytes = encodeJpeg(picture);
	return output === "jpeg"
		? { bytes, contentType: "image/jpeg", answer }
		: { json: { image: base64Of(bytes) }, answer };
};

/** A seed from the images that Stable Diffusion starts from; throws when one is missing that the model needs. */
function sourceOf({ model, inputs }: ModelCall): string {
	if (model.includes("flux") || model.includes("leonardo")) return "";
	if (/img2img|inpainting/.test(model) && inputs.image === undefined && inputs.image_b64 === undefined)
		throw badInput("required properties at '/' are 'image'");
	if (model.includes("inpainting") && inputs.mask === undefined)
		throw badInput("required properties at '/' are 'mask'");
	return ["image", "image_b64", "mask"].map((name) => mediaSeed(inputs, name)).join(":");
}

function mediaSeed(inputs: JsonRecord, name: string): string {
	if (inputs[name] === undefined) return "";
	return seedOf(readMedia({ inputs, attachment: undefined }, name, [name === "image_b64" ? "base64" : "bytes"]));
}

import {
	type Binary,
	type Call,
	compact,
	type ImageOutput,
	mediaTypeOf,
	readBinary,
	readMediaFile,
	toBase64,
	toBlob,
} from "@workkit/ai-core";
import { askTask, type TaskTools } from "./task.ts";

/** Draws pictures: JSON for most models, a form for those that want one. A file comes back as bytes in either case. */
export async function image(tools: TaskTools, call: Call<"image">): Promise<ImageOutput> {
	const { prompt, negativePrompt, image: given, mask, steps, model: _, ...rest } = call.input;
	const sources = given === undefined ? [] : [given].flat();
	const images = await Promise.all(sources.map((source) => readBinary(source as Binary, "image")));
	const maskBytes = mask === undefined ? undefined : await readBinary(mask, "mask");
	const settings = compact({ ...rest, prompt, negative_prompt: negativePrompt });
	const { fields, raw, common } = await askTask(tools, call, {
		multipart(warnings) {
			if (maskBytes) warnings.push("`mask` is not sent: the model takes pictures only.");
			return { multipart: toForm(compact({ ...settings, steps }), images) };
		},
		plain: (warnings) => {
			if (images.length > 1) warnings.push("Only the first image is sent.");
			return {
				...settings,
				// Models have one or the other of these names.
				steps,
				num_steps: steps,
				image_b64: images[0] && toBase64(images[0]),
				mask: maskBytes && Array.from(maskBytes),
			};
		},
	});
	const answers = fields.images ?? [fields.image ?? fields.response ?? raw];
	return { ...common, images: await Promise.all(answers.map((answer) => readMediaFile(answer))) };
}

/** The settings and pictures as a form, in the way that the binding takes one. */
function toForm(settings: Record<string, unknown>, images: readonly Uint8Array[]): object {
	const form = new FormData();
	for (const [name, value] of Object.entries(settings)) form.append(name, String(value));
	for (const [index, bytes] of images.entries()) {
		form.append(`input_image_${index}`, toBlob(bytes, mediaTypeOf(bytes) ?? "image/png"));
	}
	const { body, headers } = new Response(form);
	return { body, contentType: headers.get("content-type") };
}

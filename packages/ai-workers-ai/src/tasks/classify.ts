import { type Call, type ClassificationOutput, type Label, readBinary } from "@workkit/ai-core";
import { StreamInterruptedError, ValidationError } from "@workkit/errors";
import { inForms } from "./files.ts";
import type { Encoders } from "./forms.ts";
import { type Answer, askTask, type TaskTools } from "./task.ts";

async function encoders({ text, image, model: _, stream: __, ...rest }: Call<"classify">["input"]): Promise<Encoders> {
	if ((text === undefined) === (image === undefined)) throw new ValidationError("Give either a `text` or an `image`.");
	if (image === undefined) {
		return {
			messages: () => ({ ...rest, messages: [{ role: "user", content: text }] }),
			plain: () => ({ ...rest, text }),
		};
	}
	const { base64, bytes } = inForms("image", await readBinary(image, "image"));
	return { base64: () => ({ ...rest, ...base64() }), bytes: () => ({ ...rest, ...bytes() }) };
}

/** The verdict of a guard, as text (`unsafe`, then the categories) or as an object. */
function verdictOf(response: unknown): Label[] | undefined {
	const { safe, categories = [] } = Object(response) as { safe?: boolean; categories?: readonly string[] };
	const words = typeof response === "string" ? response.split(/[\s,]+/).filter(Boolean) : [];
	const said = safe === undefined ? words : [safe ? "safe" : "unsafe", ...categories];
	return /^(un)?safe$/.test(said[0] ?? "") ? said.map((label) => ({ label, score: 1 })) : undefined;
}

function labelsOf({ raw, fields }: Answer): Label[] {
	// Some models put the list into a list of their own.
	const list: unknown = Array.isArray(fields) ? fields.flat() : verdictOf(fields.response);
	if (!Array.isArray(list) || !list.every((item) => typeof Object(item).label === "string")) {
		throw new StreamInterruptedError("malformed", { context: { type: typeof raw } });
	}
	return list
		.map(({ label, score, box }: Label) => ({ label, score, ...(box && { box }) }))
		.sort((a, b) => b.score - a.score);
}

/** Labels a text or a picture, or finds things in it. */
export async function classify(tools: TaskTools, call: Call<"classify">): Promise<ClassificationOutput> {
	const answer = await askTask(tools, call, await encoders(call.input));
	return { ...answer.common, labels: labelsOf(answer) };
}

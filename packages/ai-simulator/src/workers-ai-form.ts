import type { JsonRecord } from "./json.ts";
import type { ModelCall } from "./workers-ai-call.ts";
import { badInput, type Field } from "./workers-ai-check.ts";
import { platformError } from "./workers-ai-error.ts";

const MOST_IMAGES = 4;

/**
 * The fields of a multipart form as inputs, numbers as numbers.
 *
 * Only a form as the body itself will do: as JSON it has lost its contents (8001).
 */
export async function readForm(
	{ inputs, attachment }: ModelCall,
	fields: Readonly<Record<string, Field>>,
): Promise<JsonRecord> {
	if (inputs.multipart !== undefined) throw platformError(8001, "Invalid input: multipart has no body");
	if (attachment === undefined) throw badInput("required properties at '/' are 'multipart'");
	const form = await parse(attachment.bytes, attachment.contentType);
	const read: Record<string, unknown> = {};
	for (const [name, value] of form) {
		const isImage = /^input_image_\d+$/.test(name);
		if (isImage && Number(name.slice("input_image_".length)) >= MOST_IMAGES) {
			throw badInput(`'${name}': at most ${MOST_IMAGES} images are accepted`);
		}
		if (isImage !== (typeof value !== "string")) throw badInput(`'${name}' must be ${isImage ? "a file" : "a text"}`);
		const isNumber = /^(integer|number)$/.test(fields[name]?.type ?? "") && String(value).trim() !== "";
		read[name] = isNumber ? Number(value) : value;
	}
	return read;
}

async function parse(bytes: Uint8Array, contentType: string): Promise<FormData> {
	try {
		return await new Response(bytes.slice(), { headers: { "content-type": contentType } }).formData();
	} catch {
		throw platformError(8001, "Invalid input: the body is not the multipart form its content type says");
	}
}

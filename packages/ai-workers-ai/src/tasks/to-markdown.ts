import {
	type Call,
	compact,
	type MarkdownDocument,
	type MarkdownFile,
	type MarkdownOutput,
	mediaTypeOf,
	readBinary,
	readFault,
	toBlob,
	vendorError,
} from "@workkit/ai-core";
import { StreamInterruptedError, UnsupportedOperationError, ValidationError } from "@workkit/errors";
import type { CallableBinding } from "../binding.ts";
import { bindingError } from "../binding-error.ts";
import { encodeRunOptions } from "../run-options.ts";
import type { WorkersAiOptions } from "../workers-ai.ts";
import { readTask } from "./task.ts";

/** One file's result, as the platform gives it. */
interface WireConversion {
	readonly name?: string;
	readonly mimeType?: string;
	readonly format?: string;
	readonly tokens?: number;
	readonly data?: string;
	readonly error?: string;
}

async function toDocument({ name, data, mediaType }: MarkdownFile): Promise<{ name: string; blob: Blob }> {
	const bytes = await readBinary(data, name);
	const type = mediaType ?? (data instanceof Blob && data.type ? data.type : mediaTypeOf(bytes));
	return { name, blob: toBlob(bytes, type) };
}

function fromConversion({ name = "", mimeType = "", format, data, ...rest }: WireConversion): MarkdownDocument {
	if (format === "error" || data === undefined) return { name, mediaType: mimeType, error: `${rest.error}` };
	return { name, mediaType: mimeType, markdown: data, ...compact({ tokens: rest.tokens }) };
}

/** Converts files to Markdown. */
export async function toMarkdown(options: WorkersAiOptions, call: Call<"toMarkdown">): Promise<MarkdownOutput> {
	// The binding fits its own type; its methods must not be taken off it.
	const binding = options.binding as unknown as CallableBinding;
	if (!binding.toMarkdown) throw new UnsupportedOperationError(call.provider, call.operation);
	const { files, model: _, ...conversionOptions } = call.input;
	if (!Array.isArray(files) || !files[0]) throw new ValidationError("`files` must not be empty.");
	const documents = await Promise.all(files.map(toDocument));
	const warnings: string[] = [];
	const { gateway, extraHeaders, tags, rejectIfBusy } = encodeRunOptions(call, options, warnings);
	if (tags ?? rejectIfBusy) warnings.push("`tags` and `rejectIfBusy` are not sent: `toMarkdown` takes neither.");
	let raw: unknown;
	try {
		raw = await binding.toMarkdown(documents, compact({ gateway, extraHeaders, conversionOptions }));
	} catch (error) {
		const { name, message } = Object(error);
		// The platform calls all of its failures here internal ones.
		if (name !== "AiInternalError") throw bindingError(error, call);
		throw vendorError(readFault({ message, type: name }), { call, status: 500 });
	}
	if (!Array.isArray(raw) || raw.length !== files.length) throw new StreamInterruptedError("malformed");
	return { ...readTask(call, raw, warnings).common, documents: raw.map(fromConversion) };
}

import { bytesOfBase64 } from "./bytes.ts";
import type { Exchange } from "./exchange.ts";
import { isRecord, type JsonRecord, listOf } from "./json.ts";
import { RequestError } from "./request-error.ts";
import { MARKDOWN_FORMATS, type MarkdownFormat } from "./to-markdown-formats.ts";
import { plainText } from "./to-markdown-text.ts";
import { countTokens } from "./tokens.ts";

/** A file that is to be converted. */
interface SourceFile {
	readonly name: string;
	readonly mimeType: string;
	readonly bytes: Uint8Array;
}

/** `GET …/supported`: the formats. */
export function supportedFormats(): JsonRecord[] {
	return MARKDOWN_FORMATS.flatMap(({ extensions, mimeType }) =>
		extensions.map((extension) => ({ extension, mimeType })),
	);
}

/** What the binding sends: `{ files: [{ name, mimeType, data }], options }`, `data` in base64. */
export function convertSent(exchange: Exchange): JsonRecord[] {
	const { files, options } = isRecord(exchange.body) ? exchange.body : {};
	const read = listOf(files).map((file): SourceFile => {
		const { name, mimeType, data } = isRecord(file) ? file : {};
		const bytes = typeof data === "string" ? bytesOfBase64(data) : undefined;
		if (typeof name !== "string" || bytes === undefined) throw refused("A file needs a name and data in base64");
		return { name, mimeType: String(mimeType ?? ""), bytes };
	});
	return convertAll(exchange, read, isRecord(options) ? options.conversionOptions : undefined);
}

/** What the REST API takes: a form with `files` and `conversionOptions`. */
export async function convertForm(exchange: Exchange): Promise<JsonRecord[]> {
	const headers = { "content-type": exchange.headers.get("content-type") ?? "" };
	const form = await new Response(exchange.bytes.slice(), { headers }).formData().catch(() => undefined);
	const read: SourceFile[] = [];
	for (const file of form?.getAll("files") ?? []) {
		if (typeof file === "string") throw refused("files must be files");
		read.push({ name: file.name, mimeType: file.type, bytes: new Uint8Array(await file.arrayBuffer()) });
	}
	return convertAll(exchange, read, parse(form?.get("conversionOptions")));
}

function parse(text: unknown): unknown {
	if (typeof text !== "string") return undefined;
	try {
		return JSON.parse(text);
	} catch {
		throw refused("conversionOptions must be JSON");
	}
}

function refused(message: string): RequestError {
	return new RequestError({ status: 400, code: 7001, message });
}

function convertAll(exchange: Exchange, files: readonly SourceFile[], options: unknown): JsonRecord[] {
	if (files.length === 0) throw refused("At least one file is needed");
	const output = isRecord(options) && isRecord(options.output) ? options.output.format : undefined;
	return files.map((file) => convert(exchange.id("").toLowerCase(), file, output === "text" ? "text" : "markdown"));
}

/** A file that cannot be converted is a result too. */
function convert(id: string, { name, mimeType, bytes }: SourceFile, format: "markdown" | "text"): JsonRecord {
	const found = formatOf(name, mimeType);
	if (found === undefined)
		return { id, name, mimeType, format: "error", error: `Unsupported file type: ${mimeType || name}` };
	try {
		const markdown = found.convert(bytes, name);
		const data = format === "text" ? plainText(markdown) : markdown;
		return { id, name, mimeType: found.mimeType, format, tokens: countTokens(data), data };
	} catch (error) {
		return { id, name, mimeType: found.mimeType, format: "error", error: error instanceof Error ? error.message : "" };
	}
}

/** By the type, or by the name where the type says nothing. */
function formatOf(name: string, mimeType: string): MarkdownFormat | undefined {
	const type = mimeType.replace(/;.*$/, "").trim().toLowerCase();
	if (type !== "" && type !== "application/octet-stream") {
		return MARKDOWN_FORMATS.find(
			(format) => format.mimeType === type || (type === "text/xml" && format.mimeType === "application/xml"),
		);
	}
	return MARKDOWN_FORMATS.find(({ extensions }) =>
		extensions.some((extension) => name.toLowerCase().endsWith(extension)),
	);
}

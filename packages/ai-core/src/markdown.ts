import type { Binary } from "./binary.ts";
import type { TaskOutput } from "./task-output.ts";

/** A file to convert. */
export interface MarkdownFile {
	/** With its extension, which tells the type where nothing else does. */
	readonly name: string;
	readonly data: Binary;
	/** For example `application/pdf`. Default: the Blob's, what the first bytes tell, or what the name tells. */
	readonly mediaType?: string | undefined;
}

/** Files to convert to Markdown. */
export interface MarkdownInput {
	readonly files: readonly MarkdownFile[];
	/** Any other field goes to the vendor as it is. */
	readonly [vendorField: string]: unknown;
}

/** What became of one file: a file that cannot be converted fails no others. `tokens` counts those of `markdown`. */
export type MarkdownDocument =
	| { name: string; mediaType: string; markdown: string; tokens?: number; error?: undefined }
	| { name: string; mediaType: string; error: string; markdown?: undefined };

/** One document per file, in their order. */
export interface MarkdownOutput extends TaskOutput {
	documents: MarkdownDocument[];
}

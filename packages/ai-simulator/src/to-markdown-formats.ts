import { latinText } from "./bytes.ts";
import { captionIn } from "./caption.ts";
import { csvToMarkdown, htmlToMarkdown } from "./to-markdown-text.ts";

/** A kind of file that can be converted. */
export interface MarkdownFormat {
	readonly extensions: readonly string[];
	readonly mimeType: string;
	/** Throws an `Error` with what is wrong with the file. */
	readonly convert: (bytes: Uint8Array, name: string) => string;
}

const image = (mimeType: string, ...extensions: string[]): MarkdownFormat => ({
	extensions,
	mimeType,
	convert(bytes) {
		if (bytes.length === 0) throw new Error("The image is empty");
		return `An image of ${captionIn(bytes) ?? "something that the simulator does not see"}.`;
	},
});

/** How a ZIP archive begins, and the compound files before it. */
const CONTAINERS = ["PK\x03\x04", "\xd0\xcf\x11\xe0"];

/** A file whose text lies compressed in a container: what can be told is that it is one. */
const container = (mimeType: string, ...extensions: string[]): MarkdownFormat => ({
	extensions,
	mimeType,
	convert(bytes, name) {
		if (!CONTAINERS.includes(latinText(bytes.subarray(0, 4)))) {
			throw new Error(`The file is not of the type ${mimeType}`);
		}
		return `# ${name}\n\nThe contents of this document are simulated.`;
	},
});

const text = (
	mimeType: string,
	convert: (text: string, name: string) => string,
	...extensions: string[]
): MarkdownFormat => ({
	extensions,
	mimeType,
	convert: (bytes, name) => convert(new TextDecoder().decode(bytes), name),
});

/** The formats that the platform names, in its order. */
export const MARKDOWN_FORMATS: readonly MarkdownFormat[] = [
	{ extensions: [".pdf"], mimeType: "application/pdf", convert: convertPdf },
	image("image/jpeg", ".jpeg", ".jpg"),
	image("image/png", ".png"),
	image("image/webp", ".webp"),
	image("image/svg+xml", ".svg"),
	text("text/html", htmlToMarkdown, ".html", ".htm"),
	text("application/xml", (xml, name) => `# ${name}\n\n\`\`\`xml\n${xml.trim()}\n\`\`\``, ".xml"),
	container("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
	container("application/vnd.ms-excel.sheet.macroenabled.12", ".xlsm"),
	container("application/vnd.ms-excel.sheet.binary.macroenabled.12", ".xlsb"),
	container("application/vnd.ms-excel", ".xls", ".et"),
	container("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"),
	container("application/vnd.oasis.opendocument.spreadsheet", ".ods"),
	container("application/vnd.oasis.opendocument.text", ".odt"),
	text("text/csv", csvToMarkdown, ".csv"),
	container("application/vnd.apple.numbers", ".numbers"),
];

/** The texts of a PDF that lie open in it; most keep theirs compressed. */
function convertPdf(bytes: Uint8Array, name: string): string {
	const source = latinText(bytes);
	if (!source.startsWith("%PDF-")) throw new Error("The file is not of the type application/pdf");
	const texts = [...source.matchAll(/\(((?:\\.|[^\\()])*)\)\s*Tj/g)].map(([, shown = ""]) =>
		shown.replace(/\\(.)/g, "$1"),
	);
	return `# ${name}\n\n## Contents\n\n${texts.join("\n") || "The contents of this document are simulated."}`;
}

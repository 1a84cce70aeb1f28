import { type Compact, compact } from "./compact.ts";

/** What a vendor's error body says, whatever its shape. */
export type VendorFault = Compact<{
	message: string | undefined;
	type: string | undefined;
	/** As found: vendors write numbers and words. */
	code: string | number | undefined;
	/** An HTTP status that the body itself states. */
	status: number | undefined;
}>;

const isSaid = (value: unknown): boolean => typeof value === "number" || (typeof value === "string" && value !== "");
const first = (value: unknown): unknown => [value].flat()[0];

/**
 * Reads an error in any shape that vendors and gateways send: `{ error: { … } }`, `{ error: "…" }`, `{ error: [ … ] }`,
 * `{ errors: [ … ] }`, `{ detail: "…" | [ … ] }`, `{ message: { … } | [ … ] }`, these inside each other and in lists, the fields
 * at the top, or plain text, of which the first line counts. Of an HTML page it is the title. What the inner fields do
 * not say, the outer ones may; a bare word says less than the fields beside it.
 *
 * @param body - Parsed JSON, or text.
 */
export function readFault(body: unknown): VendorFault {
	const top = Object(first(typeof body === "string" ? { message: readText(body) } : body));
	const inner = first(top.error ?? top.errors ?? top.detail ?? top.message);
	if (typeof inner === "string") return { message: inner, ...pick(top) };
	return { ...pick(top), ...((inner as object) && readFault(inner)) };
}

/** A page's title or a text's first line. Not JSON that was cut off, and no other part of a page: it may hold the prompt. */
function readText(body: string): string | undefined {
	const [, title, line] = /^\s*(?:<[\s\S]*?<title>([^<]*)|([^\s<{[].{0,500}))/i.exec(body) ?? [];
	return title ?? line;
}

function pick(fields: Record<string, unknown>): VendorFault {
	// The checks leave strings and numbers; a code that is neither would be the vendor's to explain.
	return compact({
		message: [fields.description, fields.message, fields.msg, fields.detail].find(isSaid) as string | undefined,
		type: [fields.type, fields.name].find(isSaid) as string | undefined,
		code: [Object(fields.details).error_code, fields.internalCode, fields.code].find(isSaid) as
			| string
			| number
			| undefined,
		status: [fields.status_code, fields.httpCode, fields.status, fields.code]
			.map(Number)
			.find((number) => number >= 400 && number < 600),
	});
}

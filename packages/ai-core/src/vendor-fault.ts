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

const isCode = (value: unknown): boolean => typeof value === "number" || isText(value);
const isText = (value: unknown): boolean => typeof value === "string" && value !== "";

/**
 * Reads an error in any shape that vendors and gateways send: `{ error: { … } }`, `{ error: "…" }`, `{ error: [ … ] }`,
 * `{ errors: [ … ] }`, `{ detail: "…" | [ … ] }`, a list around one of these, the fields at the top, or plain text, of
 * which the first line counts. Of an HTML page it is the title.
 */
export function readFault(body: unknown): VendorFault {
	if (typeof body === "string") {
		const [, title] = /^\s*<[\s\S]*?<title>([^<]*)/i.exec(body) ?? [];
		// Neither a page nor JSON that was cut off: such a body may hold the prompt.
		const [line] = /^\s*[^\s<{[].{0,500}/.exec(body) ?? [];
		return compact({ message: title ?? line });
	}
	const top = Object(Array.isArray(body) ? body[0] : body);
	const found = top.error ?? top.errors ?? top.detail ?? top;
	const inner = Array.isArray(found) ? found[0] : found;
	if (typeof inner === "string") return { ...pick(top), message: inner };
	const fault = pick(Object(inner));
	// Anthropic's outer `type` says no more than "error": the outer fields count only where the inner ones say nothing.
	return fault.message ? fault : { ...pick(top), ...fault };
}

function pick(fields: Record<string, unknown>): VendorFault {
	const { details, description, message, msg, detail, type, name, internalCode, code, status, status_code, httpCode } =
		fields;
	// The checks leave strings and numbers; a code that is neither would be the vendor's to explain.
	return compact({
		message: [description, message, msg, detail].find(isText) as string | undefined,
		type: [type, name].find(isText) as string | undefined,
		code: [Object(details).error_code, internalCode, code].find(isCode) as string | number | undefined,
		status: [status_code, httpCode, status, code].map(Number).find((number) => number >= 400 && number < 600),
	});
}

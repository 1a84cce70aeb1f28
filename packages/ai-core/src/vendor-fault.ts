/** What a vendor's error body says, whatever its shape. */
export interface VendorFault {
	message?: string;
	type?: string;
	/** As found: vendors write numbers and words. */
	code?: string | number;
	/** An HTTP status that the body itself states. */
	status?: number;
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null;

function first<T>(check: (value: unknown) => value is T, ...values: unknown[]): T | undefined {
	return values.find(check);
}

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";
const isCode = (value: unknown): value is string | number => isText(value) || typeof value === "number";
const isStatus = (value: unknown): value is number => typeof value === "number" && value >= 400 && value < 600;

/**
 * Reads an error in any shape that vendors and gateways send: `{ error: { … } }`, `{ error: "…" }`, `{ error: [ … ] }`,
 * `{ errors: [ … ] }`, `{ detail: "…" | [ … ] }`, a list around one of these, or the fields at the top.
 */
export function readFault(body: unknown): VendorFault {
	const top = Array.isArray(body) ? body[0] : body;
	if (typeof top === "string") return readText(top);
	if (!isFields(top)) return {};
	let inner: unknown = top.error ?? top.errors ?? top.detail ?? top;
	if (Array.isArray(inner)) inner = inner[0];
	if (typeof inner === "string") return { ...readFields(top), message: inner };
	const fault = isFields(inner) ? readFields(inner) : {};
	return fault.message === undefined ? { ...readFields(top), ...fault } : fault;
}

/** Plain text as it is; of an HTML page only its title. */
function readText(text: string): VendorFault {
	const message = /^\s*</.test(text) ? /<title>([^<]*)/i.exec(text)?.[1] : text;
	return message ? { message: message.trim() } : {};
}

function readFields(fields: Fields): VendorFault {
	const details = isFields(fields.details) ? fields.details : {};
	const message = first(isText, fields.description, fields.message, fields.msg, fields.detail);
	const type = first(isText, fields.type, fields.name);
	const code = first(isCode, details.error_code, fields.internalCode, fields.code);
	const status = first(isStatus, fields.status_code, fields.httpCode, fields.status, fields.code);
	return {
		...(message !== undefined && { message }),
		...(type !== undefined && { type }),
		...(code !== undefined && { code }),
		...(status !== undefined && { status }),
	};
}

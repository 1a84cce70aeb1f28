import { mediaTypeOf, toBase64, toBlob } from "@workkit/ai-core";

/** Bytes as the body of a request, which the binding takes under an input's name. */
export function toBody(bytes: Uint8Array, type: string | undefined): Record<string, unknown> {
	return { body: toBlob(bytes).stream(), contentType: type ?? mediaTypeOf(bytes) ?? "application/octet-stream" };
}

/** Sound or a picture under its name, in the forms that models take. */
export function inForms(
	name: string,
	bytes: Uint8Array,
	type?: string,
): Record<"body" | "bytes" | "base64", () => Record<string, unknown>> {
	return {
		body: () => ({ [name]: toBody(bytes, type) }),
		bytes: () => ({ [name]: Array.from(bytes) }),
		base64: () => ({ [name]: toBase64(bytes) }),
	};
}

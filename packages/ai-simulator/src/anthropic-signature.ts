import { hash } from "./random.ts";

/**
 * The signature of a thinking block: it changes with the text, so that a block sent back altered is found out.
 * It protects nothing.
 */
export function signatureOf(thinking: string): string {
	return btoa(`simulated-signature-${hash(thinking).toString(16)}-${hash(`again ${thinking}`).toString(16)}`);
}

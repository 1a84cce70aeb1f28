/** Encodes bytes as base64. */
export function toBase64(bytes: Uint8Array): string {
	let binary = "";
	// In slices, since the argument list of one call is limited.
	for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
	return btoa(binary);
}

/** Decodes base64. Throws `InvalidCharacterError` on anything else. */
export function fromBase64(text: string): Uint8Array {
	const binary = atob(text);
	const bytes = new Uint8Array(binary.length);
	for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
	return bytes;
}

/** A part of a path as text; as it came when it is badly encoded, for then nothing has such a name. */
export function decodePart(part: string): string {
	try {
		return decodeURIComponent(part);
	} catch {
		return part;
	}
}

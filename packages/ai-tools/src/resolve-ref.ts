/** The schema behind a `$ref` into the same document; `undefined` when there is none. */
export function resolveRef(ref: unknown, root: unknown): unknown {
	let found: unknown = root;
	for (const key of decodeURIComponent(String(ref)).split("/").slice(1)) {
		found = Object(found)[key.replaceAll("~1", "/").replaceAll("~0", "~")];
	}
	return String(ref).startsWith("#") ? found : undefined;
}

// What `test.env` of the vitest config puts into `import.meta.env`.
interface ImportMetaEnv {
	/** `"everywhere"` in the exhaustive run, else empty. */
	readonly CUT: string;
}
interface ImportMeta {
	readonly env: ImportMetaEnv;
}

import { brotliCompressSync, gzipSync } from "node:zlib";
import { type BuildOptions, type BuildResult, build } from "esbuild";

/** A bundle as users ship it: minified, tree-shaken, in memory. */
export const bundle = (
	code: string,
	options: BuildOptions = {},
): Promise<BuildResult & { outputFiles: { contents: Uint8Array }[] }> =>
	build({
		stdin: { contents: code, resolveDir: import.meta.dirname },
		bundle: true,
		minify: true,
		write: false,
		format: "esm",
		target: "es2022",
		platform: "neutral",
		...options,
	}) as never;

/** What a bundle weighs, in bytes. */
export function weigh(bytes: Uint8Array): { gzip: number; brotli: number; minified: number } {
	return {
		gzip: gzipSync(bytes, { level: 9 }).length,
		brotli: brotliCompressSync(bytes).length,
		minified: bytes.length,
	};
}

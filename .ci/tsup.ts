import { defineConfig } from "tsup";
import { entriesOf } from "./packages.ts";

/** The build of one package: every entry of its `exports` as ESM with source map and bundled declarations. */
export function library(folder: string): ReturnType<typeof defineConfig> {
	return defineConfig({
		entry: Object.fromEntries(entriesOf(folder).map(({ name, source }) => [name, source])),
		format: ["esm"],
		target: "es2022",
		platform: "neutral",
		external: [/^node:/, /^cloudflare:/],
		dts: true,
		sourcemap: true,
		clean: true,
	});
}

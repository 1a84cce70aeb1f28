import { defineConfig } from "tsup";
import { commandsOf, entriesOf } from "./packages.ts";

/** The build of one package: every entry of its `exports` as ESM with source map and bundled declarations. */
export function library(folder: string): ReturnType<typeof defineConfig> {
	const entries = Object.fromEntries(entriesOf(folder).map(({ name, source }) => [name, source]));
	return defineConfig({
		entry: { ...entries, ...commandsOf(folder) },
		format: ["esm"],
		target: "es2022",
		platform: "neutral",
		// Without the paths to our other packages' sources: a dependency that package.json does not name must fail the build.
		tsconfig: "../../tsconfig.build.json",
		external: [/^node:/, /^cloudflare:/],
		dts: { entry: entries },
		sourcemap: true,
		clean: true,
	});
}

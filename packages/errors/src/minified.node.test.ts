import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import * as source from "./index.ts";

const { outputFiles } = await build({
	entryPoints: [new URL("index.ts", import.meta.url).pathname],
	bundle: true,
	minify: true,
	write: false,
	format: "esm",
	target: "es2022",
});
const text = outputFiles[0]?.text ?? "";
const minified: typeof source = await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(text)}`);

const classNames = Object.keys(source).filter((name) => name.endsWith("Error") && /^[A-Z]/.test(name));

describe("a minified build", () => {
	it("renames the classes", () => {
		expect(classNames).toHaveLength(16);
		expect(minified.RateLimitError.name).not.toBe("RateLimitError");
	});

	it.each(classNames)("keeps the name of %s", (name) => {
		const make = minified[name as "ConfigError"];
		const error = new make("m");
		expect(error.name).toBe(name);
		expect(error.stack).toMatch(new RegExp(`^${name}: `));
		expect(source.isWorkkitError(error)).toBe(true);
	});
});

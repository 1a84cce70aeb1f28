import { spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { rewrite } from "../src/index.ts";

const folder = join(import.meta.dirname, "fixtures");
const pairs = globSync("*/before.{ts,js}", { cwd: folder }).map((path) => [dirname(path), join(folder, path)] as const);

describe.each(pairs)("the Worker %s", (_name, path) => {
	const before = readFileSync(path, "utf8");
	const after = readFileSync(path.replace("before", "after"), "utf8");

	it("becomes what it should", () => {
		expect(rewrite(before, path).text).toBe(after);
	});

	it("is left alone from then on", () => {
		expect(rewrite(after, path).text).toBe(after);
	});

	it("keeps its line ends", () => {
		const windows = (text: string): string => text.replace(/\n/g, "\r\n");
		expect(rewrite(windows(before), path).text).toBe(windows(after));
	});
});

it("has pairs in both languages, and enough of them", () => {
	expect(pairs.length).toBeGreaterThanOrEqual(12);
	expect(pairs.filter(([, path]) => path.endsWith(".js")).length).toBeGreaterThanOrEqual(4);
});

it("has Workers that type-check, before and after", () => {
	const compiler = join(import.meta.dirname, "../../../node_modules/.bin/tsc");
	expect(spawnSync(compiler, ["-p", folder], { encoding: "utf8" }).stdout).toBe("");
}, 60_000);

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as gateway from "@workkit/ai-gateway";
import { describe, expect, it } from "vitest";
import * as old from "./index.ts";

const files = readdirSync(import.meta.dirname).filter((file) => !/test|index/.test(file));
const sources = files.map((file) => readFileSync(join(import.meta.dirname, file), "utf8")).join("\n");
const index = readFileSync(join(import.meta.dirname, "index.ts"), "utf8");
const names = [...index.matchAll(/\{([^}]*)\}/g)]
	.flatMap(([, list = ""]) => list.match(/\w+(?=\s*(?:,|$))/g) ?? [])
	.filter((name) => name !== "silenceNotice");
const exported = readFileSync(join(import.meta.dirname, "../../ai-gateway/src/index.ts"), "utf8");

/** What the comment right above a declaration tells to use instead. */
function successorOf(name: string): string | undefined {
	const declaration = `export (?:async function|function|const|type|interface) ${name}\\b`;
	return new RegExp(`@deprecated Use ((?:(?!\\*/).)*)\\*/\\n${declaration}`, "s").exec(sources)?.[1];
}

it("knows all exports", () => {
	expect(names).toEqual(expect.arrayContaining(Object.keys(old).filter((name) => name !== "silenceNotice")));
	expect(names.length).toBeGreaterThan(60);
});

describe.each(names)("%s", (name) => {
	it("is deprecated, and names a successor that there is", () => {
		const words =
			successorOf(name)
				?.match(/`[^`]+`/g)
				?.join()
				.match(/\w+/g) ?? [];
		const isThere = (word: string): boolean => word in gateway || new RegExp(`\\b${word}\\b`).test(exported);
		expect(words.filter((word) => word === "string" || isThere(word)).length).toBeGreaterThan(0);
	});
});

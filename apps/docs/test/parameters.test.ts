import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { parametersAt } from "../generate/declarations.ts";

const folder = mkdtempSync(join(tmpdir(), "parameters-"));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;

/** The texts of the parameters of a function that is written like this. */
function told(parameters: string, documented: string[] = []): string[] {
	const file = join(folder, `${files++}.ts`);
	writeFileSync(file, `export function f(${parameters}): void {}\n`);
	return parametersAt(file, 1, documented).map(({ name, text }) => {
		expect(text).toContain(name);
		return text;
	});
}

it("parameters are told as they are written, without their defaults", () => {
	expect(told("a: string, b?: number, c: boolean = true, d = 1, ...e: string[]")).toEqual([
		"a: string",
		"b?: number",
		"c?: boolean",
		"d?",
		"...e: string[]",
	]);
	expect(told("read: (chunk: string) => void = (chunk) => console.log(chunk)")).toEqual([
		"read?: (chunk: string) => void",
	]);
});

it.each([
	["{ a, b }: HedgeConfig", "config: HedgeConfig"],
	["{ a = 1 }: RetryOptions = {}", "options?: RetryOptions"],
	["{ data }: SseFrame", "frame: SseFrame"],
	["{ signal }: Call<K>", "call: Call<K>"],
	["{ a }: { a: string }", "options: { a: string }"],
	["[a]: readonly string[]", "options: readonly string[]"],
])("a parameter that is taken apart, %s, is called after its type", (parameter, text) => {
	expect(told(parameter, ["__namedParameters"])).toEqual([text]);
});

it("a parameter that is taken apart has the name of its doc comment, if that has one", () => {
	expect(told("a: string, { b }: Settings", ["a", "setup"])).toEqual(["a: string", "setup: Settings"]);
});

import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { run } from "../src/run.ts";

let project = "";
let printed: string[] = [];
const command = (...args: string[]): number =>
	run(
		args,
		(line) => void printed.push(line),
		() => "1.2.3",
	);
const fixtures = join(import.meta.dirname, "fixtures");
const read = (name: string): string => readFileSync(join(project, name), "utf8");

beforeEach(() => {
	project = mkdtempSync(join(tmpdir(), "ai-codemod-"));
	printed = [];
	mkdirSync(join(project, "node_modules/x"), { recursive: true });
	cpSync(join(fixtures, "stream/before.ts"), join(project, "stream.ts"));
	cpSync(join(fixtures, "chat-js/before.js"), join(project, "lib/chat.js"));
	cpSync(join(fixtures, "chat-js/before.js"), join(project, "node_modules/x/index.js"));
	writeFileSync(join(project, "other.ts"), "export const x = 1;\n");
});
afterEach(() => rmSync(project, { recursive: true }));

it("rewrites the files of a folder, but not those of others", () => {
	expect(command(project)).toBe(0);
	expect(read("stream.ts")).toBe(readFileSync(join(fixtures, "stream/after.ts"), "utf8"));
	expect(read("lib/chat.js")).toBe(readFileSync(join(fixtures, "chat-js/after.js"), "utf8"));
	expect(read("node_modules/x/index.js")).toBe(readFileSync(join(fixtures, "chat-js/before.js"), "utf8"));
	expect(printed.join("\n")).toMatch(/2 files changed\.\nNext: npm install @workkit\/ai-gateway/);
	expect(printed.join("\n")).toMatch(/stream\.ts:\d+: These frames have the text only/);
});

it("shows a diff and writes nothing with --dry", () => {
	expect(command("--dry", project)).toBe(0);
	expect(read("stream.ts")).toContain('from "@workkit/ai"');
	const diff = printed.join("\n");
	expect(diff).toContain('-import { streamAI } from "@workkit/ai";');
	expect(diff).toContain(
		'+import { createGateway, type GatewayStreamEvent, type WorkersAiBinding } from "@workkit/ai-gateway";',
	);
	expect(diff).toContain("2 files to change.");
});

it("has nothing to do the second time, but for what was left to a person", () => {
	command(project);
	const once = read("stream.ts");
	printed = [];
	command(project);
	expect(read("stream.ts")).toBe(once);
	expect(printed[0]).toBe("0 files changed.");
	expect(printed[1]).toMatch(/For you to decide:\n.*stream\.ts/);
});

it("takes single files", () => {
	command(join(project, "lib/chat.js"));
	expect(printed[0]).toBe("1 file changed.");
	expect(read("stream.ts")).toContain('from "@workkit/ai"');
});

it("leaves a file alone that does not parse, tells where, and rewrites the others", () => {
	const broken = 'import { ai } from "@workkit/ai";\nai(env.AI;\n';
	writeFileSync(join(project, "broken.ts"), broken);
	expect(command(project)).toBe(1);
	expect(read("broken.ts")).toBe(broken);
	expect(read("stream.ts")).toContain('from "@workkit/ai-gateway"');
	expect(printed.at(-1)).toMatch(/Left alone:\n.*broken\.ts: line 2: '\)' expected/);
});

it.each(["nowhere", "src/**/*.tsx", "notes.md"])("writes nothing when a path is wrong: %s", (path) => {
	writeFileSync(join(project, "notes.md"), 'import { ai } from "@workkit/ai";\n');
	expect(command(project, join(project, path))).toBe(2);
	expect(printed.join()).toMatch(/(nowhere|\.tsx): no such file or folder|notes\.md: not TypeScript/);
	expect(read("stream.ts")).toContain('from "@workkit/ai"');
});

it("tells what it can do, and what is wrong with its options", () => {
	expect([command("--help"), command("--version")]).toEqual([0, 0]);
	expect(printed[0]).toContain("--dry");
	expect(printed[1]).toBe("1.2.3");
	expect([command("--wrong"), command(join(project, "nowhere"))]).toEqual([2, 2]);
});

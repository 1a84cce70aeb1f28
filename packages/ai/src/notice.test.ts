import { beforeEach, describe, expect, it, vi } from "vitest";
import { bindingOf } from "../test/bindings.ts";
import { ai, fallback, silenceNotice, streamAI, withRetry } from "./index.ts";

const binding = bindingOf({ response: "Hi" });
let lines: unknown[] = [];

beforeEach(() => {
	// As in a process that has just started.
	Reflect.deleteProperty(globalThis, Symbol.for("@workkit/ai/notice"));
	vi.unstubAllEnvs();
	vi.stubEnv("NODE_ENV", "test");
	lines = [];
	vi.spyOn(console, "warn").mockImplementation((line) => void lines.push(line));
});

describe("the notice", () => {
	it("is one line per process, and names the way on", async () => {
		ai(binding);
		ai(binding);
		await fallback(binding, [{ model: "@cf/a/one" }], {});
		await withRetry(async () => 1);
		expect(lines).toHaveLength(1);
		expect(lines[0]).toMatch(/npx @workkit\/ai-codemod/);
	});

	it("is silent when told so, by a call or by the environment", () => {
		vi.stubEnv("WORKKIT_SILENCE_DEPRECATIONS", "1");
		ai(binding);
		vi.unstubAllEnvs();
		silenceNotice();
		ai(binding);
		expect(lines).toEqual([]);
	});

	it("is silent in production", () => {
		vi.stubEnv("NODE_ENV", "production");
		ai(binding);
		expect(lines).toEqual([]);
	});

	it("needs no environment at all", () => {
		vi.stubGlobal("process", undefined);
		ai(binding);
		vi.unstubAllGlobals();
		expect(lines).toHaveLength(1);
	});

	it("is not printed by streams", async () => {
		await (await streamAI(bindingOf(new Response("data: {}\n\n").body), "@cf/a/one", {})).cancel();
		expect(lines).toEqual([]);
	});
});

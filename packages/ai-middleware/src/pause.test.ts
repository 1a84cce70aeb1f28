import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { failureOf } from "../test/scripted.ts";
import { pause } from "./pause.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("a pause ends with the signal, and leaves no timer", async () => {
	const controller = new AbortController();
	const paused = failureOf(pause(1_000, controller.signal));
	expect(vi.getTimerCount()).toBe(1);
	controller.abort("enough");
	expect(await paused).toBe("enough");
	expect(vi.getTimerCount()).toBe(0);
});

it("a pause does not begin after the signal", async () => {
	expect(await failureOf(pause(1_000, AbortSignal.abort("enough")))).toBe("enough");
	expect(vi.getTimerCount()).toBe(0);
});

import type { Reply } from "@workkit/ai-simulator";
import { afterEach, expect, it, vi } from "vitest";
import * as examples from "./fallback-and-retry.ts";
import { expectAllRun, spyOnConsole } from "./observed.ts";
import { simulate } from "./simulated.ts";

afterEach(() => {
	vi.useRealTimers();
});

/** Lets time pass until the promise is settled. */
async function inTime<T>(promise: Promise<T>): Promise<T> {
	let over = false;
	promise.finally(() => (over = true)).catch(() => {});
	while (!over) await vi.advanceTimersByTimeAsync(100);
	return promise;
}

const busy: Reply = { error: { status: 429, headers: { "retry-after-ms": "1" } } };

it("asks the next model once the first has used up its attempts", async () => {
	const { gateway, simulator } = simulate({ reply: ({ wire }) => (wire === "openai" ? busy : "Hello.") });
	const lines = spyOnConsole();
	expect(await examples.first(gateway)).toBe("Hello.");
	expect(simulator.requests().map(({ wire }) => wire)).toEqual(["openai", "openai", "openai", "anthropic"]);
	expect(lines[0]).toMatch(/^gpt-5.2 → claude-sonnet-4-6 RateLimitError/);
	expect(lines[1]).toBe("secondary anthropic 4");
});

it("does not hand over what would fail elsewhere too", async () => {
	const { gateway, simulator } = simulate({ reply: () => ({ error: { status: 400 } }) });
	await expect(examples.first(gateway)).rejects.toMatchObject({ code: "WORKKIT_VALIDATION" });
	expect(simulator.requests().length).toBe(1);
});

it("tries again after the server's wait, and tells of every attempt", async () => {
	const { gateway } = simulate({ reply: ({ requestNumber }) => (requestNumber < 3 ? busy : "Hello.") });
	const lines = spyOnConsole();
	expect(await examples.retry(gateway)).toBe("Hello.");
	expect(lines.map((line) => line.replace(/ \d+$/, ""))).toEqual([
		"429 WORKKIT_RATE_LIMIT",
		"429 WORKKIT_RATE_LIMIT",
		"200 ok",
	]);
});

it("fails at once when the server asks for a longer wait than allowed", async () => {
	const { gateway, simulator } = simulate({
		reply: () => ({ error: { status: 429, headers: { "retry-after": "11" } } }),
	});
	await expect(examples.retry(gateway)).rejects.toMatchObject({ code: "WORKKIT_RATE_LIMIT", retryAfterMs: 11_000 });
	expect(simulator.requests().length).toBe(1);
});

it("takes rules of one's own", async () => {
	vi.useFakeTimers();
	const { gateway, simulator } = simulate({
		reply: ({ requestNumber }) => ({ error: { status: requestNumber < 3 ? 429 : 503 } }),
	});
	const failure = await inTime(examples.ownRules(gateway)).catch((error) => error);
	expect(failure).toMatchObject({ code: "WORKKIT_SERVICE_UNAVAILABLE" });
	expect(simulator.requests().length).toBe(3);
});

it("takes a reference where a model's name stands, for streams too", async () => {
	const { gateway } = simulate({ reply: ({ wire }) => (wire === "workers-ai" ? { error: { code: 3040 } } : "Hello.") });
	const { text, via, streamed } = await examples.reference(gateway);
	expect([text, via, streamed.text, streamed.done?.via]).toEqual(["Hello.", "secondary", "Hello.", "secondary"]);
});

it("has the errors of all tiers when all fail", async () => {
	const { gateway } = simulate({ reply: ({ wire }) => ({ error: { status: wire === "openai" ? 401 : 529 } }) });
	const lines = spyOnConsole();
	await examples.exhausted(gateway);
	expect(lines[0]).toMatch(/UnauthorizedError.*ServiceUnavailableError/);
});

it("carries a stream that broke on with the next model", async () => {
	const { gateway } = simulate({
		reply: ({ wire }) =>
			wire === "openai" ? { text: "Once upon a time", fault: { type: "cut", afterFrames: 3 } } : " … the end.",
	});
	const lines = spyOnConsole();
	await examples.continued(gateway);
	const text = lines.join("");
	expect(text).toMatch(/^Once.*\(anthropic goes on after \d+ characters\) … the end\.$/);
});

it("bounds calls that name no deadline", async () => {
	vi.useFakeTimers();
	const { gateway, simulator } = simulate({ reply: () => ({ fault: { type: "hang" } }) });
	const bounded = await examples.timeouts(gateway);
	const failure = await inTime(bounded.run("gpt-5.2", { prompt: "Hello" }, { provider: "openai" })).catch(
		(error) => error,
	);
	expect(failure).toMatchObject({ code: "WORKKIT_TIMEOUT", timeoutMs: 60_000, retryable: false });
	expect(simulator.requests().length).toBe(3);
});

it("asks a second model when the first is slow", async () => {
	vi.useFakeTimers();
	const { gateway, simulator } = simulate({
		reply: ({ wire }) => (wire === "openai" ? { fault: { type: "hang" } } : "Hello."),
	});
	const quick = await examples.hedge(gateway);
	const { text, receipt } = await inTime(quick.run("gpt-5.2", { prompt: "Hello" }, { provider: "openai" }));
	expect([text, receipt.attempts.length]).toEqual(["Hello.", 2]);
	await vi.waitFor(() => expect(simulator.requests()[0]?.cancelled).toBe(true));
});

it("stops asking a provider that keeps failing", async () => {
	vi.useFakeTimers();
	const { gateway, simulator } = simulate({
		reply: ({ wire }) => (wire === "openai" ? { error: { status: 503 } } : "Hello."),
	});
	const lines = spyOnConsole();
	const guarded = await examples.breaker(gateway);
	const ask = () => inTime(guarded.run("gpt-5.2", { prompt: "Hello" }, { provider: "openai" }));
	for (const _ of [1, 2, 3]) expect((await ask()).provider).toBe("anthropic");
	expect(lines).toEqual(["openai open"]);
	expect(simulator.requests().filter(({ wire }) => wire === "openai").length).toBe(5);
});

it("has run every region", () => expectAllRun("fallback-and-retry.ts"));

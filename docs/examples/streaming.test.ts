import { isErrorCode } from "@workkit/ai-gateway";
import { expect, it, vi } from "vitest";
import { expectAllRun, spyOnConsole } from "./observed.ts";
import { simulate } from "./simulated.ts";
import * as examples from "./streaming.ts";

const request = (body = "Hello", signal?: AbortSignal) =>
	new Request("http://worker/", { method: "POST", body, ...(signal && { signal }) });

it("prints text, tool calls and the end of a stream", async () => {
	const { gateway } = simulate({
		reply: () => ({ text: "One two", toolCalls: [{ name: "look", arguments: { at: 1 } }] }),
	});
	const lines = spyOnConsole();
	await examples.first(gateway);
	expect(lines.join("|")).toMatch(/^One\| two\|look \{"at":1\}\|tool_calls \{"inputTokens":\d+.*\}$/);
});

it("prints the text alone, or waits for all of it", async () => {
	const { gateway } = simulate({ reply: () => "Once upon a time" });
	const lines = spyOnConsole();
	await examples.text(gateway);
	expect(lines.join("")).toBe("Once upon a time");
	await examples.whole(gateway);
	expect(lines.at(-1)).toMatch(/^Once upon a time 0 \{"inputTokens":/);
});

it("hands a stream on to a browser, which reads it back", async () => {
	const { gateway, simulator } = simulate({ reply: ({ text }) => `${text}!` });
	vi.stubGlobal("fetch", async (url: string, init: RequestInit) =>
		url === "/api/chat" ? examples.worker(gateway, request(String(init.body))) : simulator.fetch(url, init),
	);
	const shown: string[] = [];
	await examples.ask("Hello there", (text) => shown.push(text));
	expect(shown.join("")).toBe("Hello there!");
});

it("tells the browser of a stream that breaks", async () => {
	const { gateway, simulator } = simulate({
		reply: () => ({ text: "One two three", fault: { type: "cut", afterFrames: 3 } }),
	});
	vi.stubGlobal("fetch", async (url: string, init: RequestInit) =>
		url === "/api/chat" ? examples.worker(gateway, request(String(init.body))) : simulator.fetch(url, init),
	);
	const shown: string[] = [];
	await expect(examples.ask("Hello", (text) => shown.push(text))).rejects.toMatchObject({
		code: "WORKKIT_STREAM_INTERRUPTED",
	});
	expect(shown.join("")).toMatch(/^One/);
});

it("rejects before the stream begins when the vendor refuses", async () => {
	const { gateway } = simulate({ reply: () => ({ error: { status: 401 } }) });
	await expect(examples.worker(gateway, request())).rejects.toMatchObject({ code: "WORKKIT_UNAUTHORIZED" });
});

it("shows a browser no more than it needs", async () => {
	const { gateway } = simulate({ reply: () => "Hello." });
	const body = await (await examples.slim(gateway)).text();
	expect(body).toContain('data: {"type":"text","delta":"Hello."}');
	expect(body).toContain('data: {"type":"done","finishReason":"stop"}\n\ndata: [DONE]');
});

it("keeps what came before a failure", async () => {
	const { gateway } = simulate({ reply: () => ({ text: "One two three", fault: { type: "end", afterFrames: 3 } }) });
	const lines = spyOnConsole();
	const text = await examples.failing(gateway);
	expect(text).toMatch(/^One/);
	expect(lines[0]).toContain("WORKKIT_STREAM_INTERRUPTED");
	expect(lines[0]).toContain(`"text":"${text}"`);
});

it("stops the vendor when the reader leaves", async () => {
	const { gateway, simulator } = simulate({ reply: () => "word ".repeat(500) });
	const text = await examples.leaving(gateway);
	expect(text.length).toBeLessThan(50);
	await vi.waitFor(() => expect(simulator.requests()[0]).toMatchObject({ cancelled: true, finished: false }));
});

it("ends a stream by its deadlines and by the caller's abort", async () => {
	vi.useFakeTimers();
	try {
		const { gateway } = simulate({ reply: () => ({ text: "Once upon", fault: { type: "stall", afterFrames: 1 } }) });
		const reader = (await examples.deadlines(gateway, request())).getReader();
		const failure = reader.read().catch((error) => error);
		await vi.advanceTimersByTimeAsync(20_000);
		expect(await failure).toMatchObject({ code: "WORKKIT_TIMEOUT", timeoutMs: 20_000, retryable: true });
	} finally {
		vi.useRealTimers();
	}
	const { gateway } = simulate({ reply: () => ({ fault: { type: "stall" } }) });
	const reason = new Error("The client left");
	const controller = new AbortController();
	const stream = await examples.deadlines(gateway, { signal: controller.signal } as Request);
	controller.abort(reason);
	const failure = await stream
		.getReader()
		.read()
		.catch((error) => error);
	expect(failure).toBe(reason);
	expect(isErrorCode(failure, "WORKKIT_TIMEOUT")).toBe(false);
});

it("shows the reasoning to those who ask for it", async () => {
	const { gateway } = simulate({ reply: () => ({ reasoning: "Hmm.", text: "Yes." }) });
	const lines = spyOnConsole();
	await examples.reasoning(gateway);
	expect(lines.join("|")).toBe("… Hmm.|Yes.");
});

it("has run every region", () => expectAllRun("streaming.ts"));

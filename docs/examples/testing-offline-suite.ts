// #region suite
import { createGateway, withRetry } from "@workkit/ai-gateway";
import { createSimulator, type ReplyScript } from "@workkit/ai-simulator";
import { expect, it } from "vitest";

function offline(reply?: ReplyScript) {
	const simulator = createSimulator(reply && { reply });
	const gateway = createGateway({
		providers: {
			"workers-ai": { type: "workers-ai", binding: simulator.ai },
			openai: { type: "openai", apiKey: "any", fetch: simulator.fetch },
			anthropic: { type: "anthropic", apiKey: "any", fetch: simulator.fetch },
		},
		defaultProvider: "openai",
	});
	return { simulator, gateway };
}

it("answers", async () => {
	const { simulator, gateway } = offline();
	const { text } = await gateway.run("gpt-5.2", { prompt: "Hello", maxTokens: 50 });
	expect(text).toBe('You said "Hello". This answer is simulated.');
	expect(simulator.requests()[0]?.body).toMatchObject({ model: "gpt-5.2", max_completion_tokens: 50 });
});

it("tries again when the vendor is busy", async () => {
	const busy = { error: { status: 429, headers: { "retry-after-ms": "1" } } };
	const { simulator, gateway } = offline(({ requestNumber }) => (requestNumber === 1 ? busy : "Hello."));
	const { text } = await withRetry(gateway).run("claude-sonnet-4-6", { prompt: "Hello" }, { provider: "anthropic" });
	expect(text).toBe("Hello.");
	expect(simulator.requests().map(({ status }) => status)).toEqual([429, 200]);
});

it("tells a stream that was cut from one that is complete", async () => {
	const { gateway } = offline(() => ({ text: "One two three", fault: { type: "cut", afterFrames: 3 } }));
	const reader = (await gateway.stream("gpt-5.2", { prompt: "Count." })).getReader();
	expect((await reader.read()).value).toEqual({ type: "text", delta: "One" });
	const rest = async () => {
		while (!(await reader.read()).done);
	};
	await expect(rest()).rejects.toMatchObject({ code: "WORKKIT_STREAM_INTERRUPTED" });
});
// #endregion

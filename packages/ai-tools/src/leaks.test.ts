import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { z } from "zod";
import { call, listen, scripted } from "../test/scripted.ts";
import { aiWithTools } from "./ai-with-tools.ts";
import { streamStructured } from "./stream-structured.ts";
import { streamWithTools } from "./stream-with-tools.ts";
import { structuredAI } from "./structured-ai.ts";
import { tool } from "./tool.ts";

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

const prompt = { prompt: "Weather?" };
const schema = z.object({ city: z.string() });
const weather = tool({ name: "weather", description: "", timeout: 5_000, execute: () => "Sunny" });
const broken = tool({
	name: "broken",
	description: "",
	timeout: 5_000,
	execute: () => Promise.reject(new Error("no")),
});
const loop = { tools: [weather, broken], toolTimeout: 4_000 };
const model = () => scripted({ toolCalls: [call("weather"), call("broken")] }, { text: '{"city":"Rome"}' }).gateway;
const json = () => scripted({ text: '{"city":"Rome"}' }).gateway;

it.each<[string, (runOptions: object) => Promise<unknown>]>([
	["a loop", (runOptions) => aiWithTools(model(), "parrot", prompt, { ...loop, runOptions })],
	[
		"a loop that fails",
		(runOptions) => aiWithTools(scripted(new Error("no")).gateway, "parrot", prompt, { ...loop, runOptions }),
	],
	[
		"a streamed loop",
		async (runOptions) => listen(await streamWithTools(model(), "parrot", prompt, { ...loop, runOptions })),
	],
	[
		"a streamed loop that is cancelled between reads",
		async (runOptions) => {
			const stream = await streamWithTools(model(), "parrot", prompt, { ...loop, runOptions });
			for await (const event of stream) if (event.type === "tool_result") break;
		},
	],
	["a structured answer", (runOptions) => structuredAI(json(), "parrot", prompt, { schema, runOptions })],
	[
		"a structured answer that does not fit",
		(runOptions) => structuredAI(scripted({ text: "" }).gateway, "parrot", prompt, { schema, runOptions }),
	],
	[
		"a streamed structured answer",
		async (runOptions) => listen(await streamStructured(json(), "parrot", prompt, { schema, runOptions })),
	],
	[
		"a streamed structured answer that is asked for wrongly",
		(runOptions) => streamStructured(json(), "parrot", prompt, { schema, name: "not a name", runOptions }),
	],
	[
		"a streamed structured answer that fails",
		async (runOptions) =>
			listen(await streamStructured(scripted({ text: "" }).gateway, "parrot", prompt, { schema, runOptions })),
	],
])("%s leaves no timer, and nothing on a signal that lives on", async (_, act) => {
	const { signal } = new AbortController();
	const listeners = new Set<unknown>();
	const { addEventListener: add, removeEventListener: remove } = signal;
	vi.spyOn(signal, "addEventListener").mockImplementation((type: string, listener: unknown) => {
		listeners.add(listener);
		add.call(signal, type as "abort", listener as () => void);
	});
	vi.spyOn(signal, "removeEventListener").mockImplementation((type: string, listener: unknown) => {
		listeners.delete(listener);
		remove.call(signal, type as "abort", listener as () => void);
	});
	await act({ signal, timeout: 10_000 }).catch(() => {});
	await Promise.resolve();
	expect(signal.addEventListener).toHaveBeenCalled();
	expect([vi.getTimerCount(), listeners.size]).toEqual([0, 0]);
});

import { collect, type GatewayStreamEvent, readEvents } from "@workkit/ai-gateway";
import type { Prompt, Reply } from "@workkit/ai-simulator";
import { expect, it, vi } from "vitest";
import { expectAllRun, spyOnConsole } from "./observed.ts";
import { simulate } from "./simulated.ts";
import * as examples from "./tools.ts";
import { talk } from "./tools-approval.ts";

/** Calls the tool first, and answers once there is a result. */
const callsOnce =
	(name: string, args: unknown = {}) =>
	({ turns }: Prompt): Reply | string =>
		turns.some(({ role }) => role === "tool") ? "Done." : { toolCalls: [{ name, arguments: args }] };

it("runs the tool that the model calls, and answers with its result", async () => {
	const { gateway, simulator } = simulate({ reply: callsOnce("get_weather", { city: "Oslo" }) });
	const { content, turns, usage } = await examples.first(gateway);
	expect([content, turns]).toEqual(["Done.", 2]);
	expect(usage?.inputTokens).toBeGreaterThan(0);
	expect(JSON.stringify(simulator.requests()[1]?.body)).toContain('{\\"city\\":\\"Oslo\\",\\"degrees\\":18}');
});

it("shows the model what is wrong with its arguments", async () => {
	const { gateway, simulator } = simulate({ reply: callsOnce("get_weather", { town: "Oslo" }) });
	expect((await examples.first(gateway)).content).toBe("Done.");
	expect(JSON.stringify(simulator.requests()[1]?.body)).toContain("The arguments do not fit");
});

it("ends a loop by its limits, with an answer", async () => {
	const { gateway, simulator } = simulate({
		reply: ({ requestNumber }) =>
			requestNumber < 4 ? { toolCalls: [{ name: "search", arguments: { query: "dog" } }] } : "No.",
	});
	vi.stubGlobal("fetch", async (url: string, init: RequestInit) =>
		url.startsWith("https://handbook.example") ? new Response("No dogs.") : simulator.fetch(url, init),
	);
	const lines = spyOnConsole();
	expect(await examples.limits(gateway)).toEqual({ content: "No.", stopReason: "answer" });
	expect(lines).toEqual(["1 1", "2 1", "3 1", "4 0"]);
	const choices = simulator.requests().map(({ body }) => Object(body).tool_choice);
	expect(choices).toEqual(["required", undefined, undefined, "none"]);
});

it("leaves a tool that nobody runs to a person", async () => {
	const { gateway, simulator } = simulate({ reply: callsOnce("refund", { order: "17" }) });
	const confirm = vi.fn(async () => true);
	const messages = [{ role: "user" as const, content: "Please refund order 17." }];
	expect(await talk(gateway, messages, confirm)).toBe("Done.");
	expect(confirm).toHaveBeenCalledWith("Refund order 17?");
	expect(JSON.stringify(simulator.requests()[1]?.body)).toContain("Refunded.");
});

it("streams a whole loop", async () => {
	const { gateway } = simulate({ reply: callsOnce("now") });
	const response = await examples.streaming(gateway, new Request("http://worker/"));
	if (!response.body) throw new Error("no body");
	const { text, toolCalls, done } = await collect(readEvents<GatewayStreamEvent>(response.body));
	expect([text, toolCalls.length]).toEqual(["Done.", 1]);
	expect(done).toMatchObject({ stopReason: "answer", turns: 2 });
});

it("takes tools from a registry", async () => {
	const { gateway, simulator } = simulate({ reply: callsOnce("get_weather", { city: "Oslo" }) });
	expect(await examples.registry(gateway)).toBe("Done.");
	expect(JSON.stringify(simulator.requests()[1]?.body)).toContain("Rain in Oslo.");
});

it("can be done by hand", async () => {
	const { gateway, simulator } = simulate({ reply: callsOnce("get_weather", { city: "Oslo" }) });
	const lines = spyOnConsole();
	await examples.byHand(gateway);
	expect(lines).toEqual(["Done."]);
	expect(JSON.stringify(simulator.requests()[1]?.body)).toContain("Rain in Oslo.");
});

it("has run every region", () => {
	expectAllRun("tools.ts");
	expectAllRun("tools-approval.ts");
});

import { createSimulator, type ScriptRule } from "@workkit/ai-simulator";
import { describe, expect, it } from "vitest";
import worker from "./worker.ts";

const full = { error: { code: 3040 } };

/** What the Worker answers on a simulated account. */
async function visit(path: string, script: ScriptRule[] = []): Promise<Response> {
	// The simulator has the one method of Cloudflare's type that the Worker needs.
	const AI = createSimulator({ script }).ai as unknown as Ai;
	return worker.fetch(new Request(`https://worker.example${path}`), { AI });
}

describe("a Worker written by the old documentation", () => {
	it("runs a model", async () => {
		const reply = "Paris.";
		expect(await (await visit("/chat", [{ reply }])).json()).toMatchObject({
			answer: { response: reply },
			response: reply,
			model: "@cf/meta/llama-3.1-8b-instruct",
		});
		expect(await (await visit("/typed")).json()).toEqual([2, 768]);
	});

	it("streams server-sent events", async () => {
		const response = await visit("/haiku", [{ reply: "A haiku" }]);
		expect(response.headers.get("content-type")).toBe("text/event-stream");
		const frames = (await response.text()).split("\n\n").filter(Boolean);
		expect(frames.at(-1)).toBe("data: [DONE]");
		const texts = frames.slice(0, -1).map((frame) => JSON.parse(frame.replace("data: ", "")).response);
		expect(texts.join("")).toBe("A haiku");
	});

	it("falls back, and fails when nobody answers", async () => {
		const first = [{ when: { model: "*70b*" }, reply: full }, { reply: "Hi" }];
		expect(await (await visit("/chain", first)).json()).toMatchObject({
			data: { response: "Hi" },
			model: "@cf/meta/llama-3.1-8b-instruct",
			attempted: ["@cf/meta/llama-3.1-70b-instruct", "@cf/meta/llama-3.1-8b-instruct"],
			attempts: 2,
			log: ["@cf/meta/llama-3.1-70b-instruct failed, trying @cf/meta/llama-3.1-8b-instruct"],
		});
		const failed = await visit("/chain", [{ reply: full }]);
		expect(failed.status).toBe(503);
		expect(await failed.text()).toMatch(/llama-3\.1-70b-instruct.*llama-3\.1-8b-instruct.*mistral-7b-instruct/);
	});

	it("retries", async () => {
		const down = { error: { status: 500, code: 5000 } };
		const script = [{ when: { times: 2 }, reply: down }, { when: { nth: 2 }, reply: down }, { reply: "Hi" }];
		expect(await (await visit("/retried", script)).json()).toEqual({
			model: "@cf/meta/llama-3.1-8b-instruct",
			response: "Hi",
			retries: 1,
		});
	});

	it("asks for structured answers", async () => {
		expect(await (await visit("/recipe")).json()).toEqual({ name: true, ingredients: true });
	});

	it("lets the model use tools", async () => {
		const call = { toolCalls: [{ name: "get_weather", arguments: { city: "Paris" } }] };
		const script = [{ when: { times: 1 }, reply: call }, { reply: "Sunny." }];
		expect(await (await visit("/tools", script)).json()).toEqual({
			content: "Sunny.",
			names: ["get_weather"],
			turns: 2,
		});
	});

	it("estimates tokens", async () => {
		expect(await (await visit("/tokens")).json()).toBeGreaterThan(3);
	});
});

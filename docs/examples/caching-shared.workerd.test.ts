import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import worker from "./caching-shared.ts";
import { expectAllRun } from "./observed.ts";
import { simulate } from "./simulated.ts";

it("shares one gateway among requests", async () => {
	const { simulator } = simulate({ reply: () => "Hello." });
	const bindings = { AI: simulator.ai, AI_CACHE: env.KV };
	const ask = () => worker.fetch(new Request("http://worker/", { method: "POST", body: "Hello" }), bindings);
	const answers = await Promise.all([ask(), ask()]);
	expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual(["Hello.", "Hello."]);
	expect(simulator.requests().length).toBe(1);
});

it("has run every region", () => expectAllRun("caching-shared.ts"));

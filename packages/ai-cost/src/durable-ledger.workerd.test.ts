import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { describeLedger } from "../test/describe-ledger.ts";
import { d1Schema, d1Sink, durableLedger } from "./index.ts";

describeLedger("durableLedger", () => durableLedger(env.LEDGER, crypto.randomUUID()));

describe("the Durable Object of a ledger", () => {
	it("adds up concurrent calls exactly, and loses nothing when it is restarted", async () => {
		const ledger = durableLedger(env.LEDGER, "restart");
		const entry = { key: "a", provider: "p", model: "m", usd: "0.0000001" };
		await Promise.all(Array.from({ length: 300 }, () => ledger.record(entry)));
		await evictDurableObject(env.LEDGER.get(env.LEDGER.idFromName("restart")));
		expect(await ledger.query()).toMatchObject([{ requests: 300, usd: "0.00003" }]);
	});
});

describe("d1Sink", () => {
	it("writes a row per call, with the exact amount", async () => {
		await env.DB.batch(d1Schema.split(";\n").map((statement) => env.DB.prepare(statement)));
		const sink = d1Sink(env.DB);
		const at = Date.UTC(2026, 10, 21);
		const usd = "0.000019499999106330328700000001";
		await sink.record({ key: "a", provider: "p", model: "m", at, inputTokens: 3, outputTokens: 4, usd, cached: true });
		expect((await env.DB.prepare("SELECT * FROM ai_usage").all()).results).toEqual([
			{
				...{ at, day: "2026-11-21", key: "a", provider: "p", model: "m", usd },
				...{ input_tokens: 3, output_tokens: 4, unpriced: 0, estimated: 0, cached: 1 },
			},
		]);
	});
});

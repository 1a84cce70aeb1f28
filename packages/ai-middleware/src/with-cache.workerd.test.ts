import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { gatewayOf, hear, scripted } from "../test/scripted.ts";
import { cacheKey } from "./cache-key.ts";
import { withCache } from "./index.ts";

const input = { prompt: "hi" };

describe("with the KV of the runtime", () => {
	it("keeps answers and forgets them", async () => {
		const provider = scripted("one", "two");
		const gateway = withCache(gatewayOf({ provider }), { storage: env.KV, namespace: crypto.randomUUID() });
		await gateway.run("m", input);
		expect(await gateway.run("m", input)).toMatchObject({ text: "one", receipt: { cache: "hit" } });
		expect(await gateway.isCached("m", input)).toBe(true);
		await gateway.invalidate("m", input);
		// KV may serve a deleted key for a while: what counts is that nothing fails meanwhile.
		expect(["one", "two"]).toContain((await gateway.run("m", input)).text);
		expect(provider.calls.length).toBeLessThanOrEqual(2);
	});

	it("takes times that KV itself refuses", async () => {
		await expect(env.KV.put("k", "v", { expirationTtl: 59 })).rejects.toThrow(/60/);
		const provider = scripted("fine");
		const errors: unknown[] = [];
		for (const ttl of [0.5, 1, 59]) {
			const gateway = withCache(gatewayOf({ provider }), {
				storage: env.KV,
				ttl,
				namespace: crypto.randomUUID(),
				onError: (error) => errors.push(error),
			});
			await gateway.run("m", input);
			expect((await gateway.run("m", input)).receipt.cache).toBe("hit");
		}
		expect(errors).toEqual([]);
	});

	it("takes prompts and namespaces of any length, which KV would not take for keys", async () => {
		const long = "é".repeat(10_000);
		await expect(env.KV.get(long)).rejects.toThrow(/512/);
		const gateway = withCache(gatewayOf({ provider: scripted("fine") }), { storage: env.KV, namespace: long });
		await gateway.run("m", { prompt: long });
		expect((await gateway.run("m", { prompt: long })).receipt.cache).toBe("hit");
		const { keys } = await env.KV.list({ prefix: "workkit:ai:" });
		for (const { name } of keys) expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(512);
	});

	it("survives what others have written under its keys", async () => {
		for (const value of ["", "null", "[]", "{", JSON.stringify({ expiresAt: "soon", answer: 1 })]) {
			const namespace = crypto.randomUUID();
			await env.KV.put(
				await cacheKey({ operation: "run", provider: "provider", model: "m", input, options: {} }, namespace),
				value,
			);
			const gateway = withCache(gatewayOf({ provider: scripted("fine") }), { storage: env.KV, namespace });
			expect((await gateway.run("m", input)).text).toBe("fine");
		}
	});

	it("is not asked for what is too large, and the answer comes all the same", async () => {
		const errors: unknown[] = [];
		const text = "a".repeat(26 * 1024 * 1024);
		const gateway = withCache(gatewayOf({ provider: scripted(text) }), {
			storage: env.KV,
			onError: (error) => errors.push(error),
		});
		expect((await gateway.run("m", { prompt: "large" })).text).toHaveLength(text.length);
		expect(errors).toHaveLength(1);
	});

	it("replays streams", async () => {
		const provider = scripted([
			{ type: "text", delta: "a" },
			{ type: "done", finishReason: "stop" },
		]);
		const stored: Promise<unknown>[] = [];
		const gateway = withCache(gatewayOf({ provider }), {
			storage: env.KV,
			streams: true,
			namespace: crypto.randomUUID(),
			waitUntil: (promise) => stored.push(promise),
		});
		await hear(await gateway.stream("m", input));
		await Promise.all(stored);
		expect((await hear(await gateway.stream("m", input))).events.at(-1)).toMatchObject({ receipt: { cache: "hit" } });
	});
});

import { collect } from "@workkit/ai-gateway";
import { expect, it } from "vitest";
import * as examples from "./caching.ts";
import { expectAllRun, spyOnConsole } from "./observed.ts";
import { simulate } from "./simulated.ts";

const from = (tenant: string) => new Request("http://worker/", { headers: { "x-tenant": tenant } });

it("asks the vendor once", async () => {
	const { gateway, env, simulator } = simulate({ reply: () => "Hello." });
	const lines = spyOnConsole();
	await examples.first(gateway, env);
	await examples.first(gateway, env);
	expect(lines).toEqual(["Hello. miss", "Hello. hit"]);
	expect(simulator.requests().length).toBe(1);
});

it("keeps tenants apart, and streams too", async () => {
	const { gateway, env, simulator } = simulate({ reply: () => "Hello." });
	const written: Promise<unknown>[] = [];
	const ctx = { waitUntil: (promise: Promise<unknown>) => void written.push(promise) } as unknown as ExecutionContext;
	const ask = async (tenant: string) => {
		const cached = await examples.tenants(gateway, env, ctx, from(tenant));
		const { text, done } = await collect(await cached.stream("gpt-5.2", { prompt: "Hello" }, { provider: "openai" }));
		await Promise.all(written);
		return `${text} ${done?.receipt?.cache}`;
	};
	expect([await ask("a"), await ask("a"), await ask("b")]).toEqual(["Hello. miss", "Hello. hit", "Hello. miss"]);
	expect(simulator.requests().length).toBe(2);
});

it("answers when the storage fails, and tells of it", async () => {
	const { gateway, env } = simulate({ reply: () => "Hello." });
	const fail = () => Promise.reject(new Error("KV is down"));
	const lines = spyOnConsole();
	const ctx = { waitUntil() {} } as unknown as ExecutionContext;
	const broken = { ...env, AI_CACHE: { get: fail, put: fail, delete: fail } as unknown as KVNamespace };
	const cached = await examples.tenants(gateway, broken, ctx, from("a"));
	expect((await cached.run("gpt-5.2", { prompt: "Hello" }, { provider: "openai" })).text).toBe("Hello.");
	expect(lines).toContain("cache Error: KV is down");
});

it("forgets an answer", async () => {
	const { gateway, env } = simulate();
	const cached = await examples.forget(gateway, env);
	const isCached = () => cached.isCached("gpt-5.2", { prompt: "What is new?" }, { provider: "openai" });
	await cached.run("gpt-5.2", { prompt: "What is new?" }, { provider: "openai" });
	expect(await isCached()).toBe(true);
	await examples.forget(gateway, env);
	expect(await isCached()).toBe(false);
});

it("takes a key of one's own, and shares identical calls under way", async () => {
	const { gateway, env, simulator } = simulate();
	const cached = await examples.ownKey(gateway, env);
	const answers = await Promise.all(
		[" HELLO", "hello"].map((prompt) => cached.run("@cf/meta/llama-3.1-8b-instruct", { prompt })),
	);
	// Which of the two has its key first is the digests' affair.
	const [other, miss] = answers.map(({ receipt }) => receipt.cache).sort();
	expect(["coalesced", "hit"]).toContain(other);
	expect(miss).toBe("miss");
	expect(simulator.requests().length).toBe(1);
});

it("reads a long prefix from the vendor's cache", async () => {
	const { gateway } = simulate();
	const lines = spyOnConsole();
	await examples.prompts(gateway);
	await examples.prompts(gateway);
	const [[, written, read] = [], [, writtenAgain, readAgain] = []] = lines.map((line) => line.split(" "));
	expect(Number(written)).toBeGreaterThan(0);
	expect([read, writtenAgain, readAgain]).toEqual(["0", "0", written]);
});

it("is answered by AI Gateway's cache", async () => {
	const { env } = simulate({ gateway: { gateways: ["my-gateway"] } });
	const lines = spyOnConsole();
	await examples.aiGateway(env);
	await examples.aiGateway(env);
	expect(lines).toEqual(["MISS", "HIT"]);
});

it("has run every region", () => expectAllRun("caching.ts"));

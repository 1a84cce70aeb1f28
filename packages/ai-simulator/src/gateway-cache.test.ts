import { describe, expect, it } from "vitest";
import { type GatewayStage, hello, openStage } from "../test/gateway-stage.ts";
import { keepAnswer } from "./gateway-cache.ts";
import { createGatewayState } from "./gateway-state.ts";

const status = async (response: Promise<Response>) => (await response).headers.get("cf-aig-cache-status");

async function twice(stage: GatewayStage, headers: Record<string, string>, body: object = hello) {
	const ask = async () => {
		const response = await stage.chat(headers, body);
		await response.text();
		return response.headers.get("cf-aig-cache-status");
	};
	return [await ask(), await ask()];
}

describe("the gateway's cache", () => {
	it("is off unless asked for", async () => {
		expect(await twice(openStage(), {})).toEqual([null, null]);
	});

	it.each([
		["cf-aig-cache-ttl", "60"],
		["cf-cache-ttl", "60"],
		["cf-aig-cache-key", "mine"],
	])("is on with %s", async (name, value) => {
		expect(await twice(openStage(), { [name]: value })).toEqual(["MISS", "HIT"]);
	});

	it("gives the same answer again, without asking the provider, and logs it as free", async () => {
		const stage = openStage({ cache_ttl: 60 });
		const first = await (await stage.chat()).text();
		const second = await stage.chat();
		expect(await second.text()).toBe(first);
		expect(second.headers.get("content-type")).toBe("application/json");
		expect(await (await stage.chat()).text()).toBe(first);
		expect(stage.upstream()).toHaveLength(1);
		expect((await stage.logs())[0]).toMatchObject({
			cached: true,
			tokens_in: 0,
			tokens_out: 0,
			cost: 0,
			success: true,
		});
	});

	it("forgets after its time", async () => {
		const stage = openStage({ cache_ttl: 100 });
		await stage.chat();
		stage.wait(99);
		expect(await status(stage.chat())).toBe("HIT");
		stage.wait(1);
		expect(await status(stage.chat())).toBe("MISS");
	});

	it.each([
		["a header before the gateway's setting", { "cf-aig-cache-ttl": "200" }, 199, "HIT"],
		["60 seconds at least", { "cf-aig-cache-ttl": "1" }, 59, "HIT"],
		["60 seconds at least", { "cf-aig-cache-ttl": "1" }, 60, "MISS"],
		["a month at most", { "cf-aig-cache-ttl": "9999999" }, 2_591_999, "HIT"],
		["a month at most", { "cf-aig-cache-ttl": "9999999" }, 2_592_000, "MISS"],
		["the gateway's setting for 0", { "cf-aig-cache-ttl": "0" }, 99, "HIT"],
		["the gateway's setting for 0", { "cf-aig-cache-ttl": "0" }, 100, "MISS"],
	])("takes %s (%j, after %i s)", async (_, headers, seconds, expected) => {
		const stage = openStage({ cache_ttl: 100 });
		await stage.chat(headers as Record<string, string>);
		stage.wait(seconds);
		expect(await status(stage.chat())).toBe(expected);
	});

	it("keeps a keyed answer five minutes where the gateway does not cache", async () => {
		const stage = openStage();
		await stage.chat({ "cf-aig-cache-key": "k" });
		stage.wait(299);
		expect(await status(stage.chat({ "cf-aig-cache-key": "k" }, { ...hello, temperature: 1 }))).toBe("HIT");
		stage.wait(1);
		expect(await status(stage.chat({ "cf-aig-cache-key": "k" }))).toBe("MISS");
	});

	it.each<[string, Record<string, string>, object]>([
		["another body", {}, { ...hello, temperature: 1 }],
		["another key of the caller", { authorization: "Bearer other" }, hello],
	])("holds %s apart", async (_, headers, body) => {
		const stage = openStage({ cache_ttl: 60 });
		await stage.chat();
		expect(await status(stage.chat(headers, body))).toBe("MISS");
	});

	it("does not mind other metadata", async () => {
		const stage = openStage({ cache_ttl: 60 });
		await stage.chat({ "cf-aig-metadata": '{"a":1}' });
		expect(await status(stage.chat({ "cf-aig-metadata": '{"a":2}' }))).toBe("HIT");
	});

	it.each(["cf-aig-skip-cache", "cf-skip-cache"])("is passed by with %s, both ways", async (name) => {
		const stage = openStage({ cache_ttl: 60 });
		expect(await twice(stage, { [name]: "true" })).toEqual(["MISS", "MISS"]);
		expect(await status(stage.chat())).toBe("MISS");
	});

	it("keeps neither streams nor errors nor broken answers", async () => {
		expect(await twice(openStage({ cache_ttl: 60 }), {}, { ...hello, stream: true })).toEqual(["MISS", "MISS"]);
		const failing = openStage({ cache_ttl: 60 }, { reply: () => ({ error: { status: 500 } }) });
		expect(await twice(failing, {})).toEqual(["MISS", "MISS"]);
		const cut = openStage({ cache_ttl: 60 }, { reply: () => ({ fault: { type: "cut" } }) });
		await cut.chat();
		expect(await status(cut.chat())).toBe("MISS");
	});

	it.each([
		[25 * 1024 * 1024, "application/json", true],
		[25 * 1024 * 1024 + 1, "application/json", false],
		[1, "image/png", true],
		[1, "text/plain", true],
		[1, "audio/mpeg", false],
		[1, "text/event-stream", false],
	])("keeps %i bytes of %s: %s", (size, type, isKept) => {
		const gateway = createGatewayState({}, Date.now).create({ id: "g" });
		const headers = [["content-type", type]] as const;
		const answer = { status: 200, headers, bytes: new Uint8Array(size), provider: "openai", expiresAtMs: 1 };
		keepAnswer(gateway, "key", answer);
		expect(gateway.cache.has("key")).toBe(isKept);
	});

	it("is emptied by an update that says so", async () => {
		for (const isEmptied of [true, false]) {
			const stage = openStage();
			await stage.chat({ "cf-aig-cache-key": "k" });
			await stage.manage("PUT", "gateways/g", {
				cache_invalidate_on_update: isEmptied,
				cache_ttl: null,
				collect_logs: true,
				rate_limiting_interval: null,
				rate_limiting_limit: null,
			});
			expect(await status(stage.chat({ "cf-aig-cache-key": "k" }))).toBe(isEmptied ? "MISS" : "HIT");
		}
	});
});

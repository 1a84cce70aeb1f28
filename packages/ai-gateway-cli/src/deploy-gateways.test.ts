import { defineAiGateway } from "@workkit/ai-cloudflare-gateway";
import { describe, expect, it } from "vitest";
import { deployGateways, destroyGateways, type GatewaysTarget, planGateways } from "./index.ts";

type Settings = Record<string, unknown>;

/** An API that keeps what it is given, and notes what is written. */
function accountOf(gateways: Record<string, Settings>) {
	const written: [string, string, Settings][] = [];
	const read = async (id: string) => {
		const settings = gateways[id];
		if (!settings) throw Object.assign(new Error("404"), { status: 404, errors: [{ code: 7002 }] });
		return { ...settings, id, created_at: "then", modified_at: "then", is_default: false, account_tag: "a" };
	};
	const client = {
		aiGateway: {
			get: read,
			create: async ({ id, account_id: _, ...settings }: Settings & { id: string }) => {
				if (gateways[id]) throw Object.assign(new Error("400 A gateway with this id already exists"), { status: 400 });
				written.push(["create", id, settings]);
				gateways[id] = settings;
				return {};
			},
			update: async (id: string, { account_id: _, ...settings }: Settings) => {
				written.push(["update", id, settings]);
				gateways[id] = settings;
				return {};
			},
			delete: async (id: string) => {
				await read(id);
				delete gateways[id];
				return {};
			},
		},
	};
	const target: GatewaysTarget = { client, accountId: "account" };
	return { target, written, gateways };
}

const required = {
	cache_invalidate_on_update: false,
	cache_ttl: 0,
	collect_logs: true,
	rate_limiting_interval: 0,
	rate_limiting_limit: 0,
};

describe("deployGateways", () => {
	it("creates what is not there, with what the API cannot do without", async () => {
		const { target, written } = accountOf({});
		const plans = await deployGateways([defineAiGateway("gw", { cacheTtl: 300, authentication: true })], target);
		expect(plans).toMatchObject([{ id: "gw", action: "create" }]);
		expect(written).toEqual([["create", "gw", { ...required, cache_ttl: 300, authentication: true }]]);
	});

	it("completes a new gateway with what making it did not take", async () => {
		const { target, written, gateways } = accountOf({});
		const { create } = target.client.aiGateway;
		const forgetful = async ({ dlp: _, otel: __, ...taken }: Settings) => create(taken as never);
		const client = { aiGateway: { ...target.client.aiGateway, create: forgetful as typeof create } };
		const settings = { cacheTtl: 300, dlp: { enabled: true, action: "BLOCK", profiles: ["p"] } } as const;
		const plans = await deployGateways([defineAiGateway("gw", settings)], { ...target, client });
		expect(plans).toMatchObject([{ action: "create", changes: [{ setting: "cacheTtl" }, { setting: "dlp" }] }]);
		expect(written.map(([verb]) => verb)).toEqual(["create", "update"]);
		expect(gateways.gw).toEqual({ ...required, cache_ttl: 300, dlp: settings.dlp });
	});

	it("takes a new gateway for made that cannot be read yet", async () => {
		const { target, written } = accountOf({});
		const get = async () => {
			throw Object.assign(new Error("404"), { status: 404 });
		};
		const client = { aiGateway: { ...target.client.aiGateway, get } };
		const plans = await deployGateways([defineAiGateway("gw", { cacheTtl: 300 })], { ...target, client });
		expect(plans).toMatchObject([{ action: "create" }]);
		expect(written.map(([verb]) => verb)).toEqual(["create"]);
	});

	it("changes what was told and sends everything else back as it is, also what it does not know", async () => {
		const now = {
			...required,
			cache_ttl: 60,
			authentication: true,
			log_management: null,
			zdr: null,
			of_tomorrow: { a: 1 },
		};
		const { target, written } = accountOf({ gw: now });
		await deployGateways([defineAiGateway("gw", { cacheTtl: 300 })], target);
		const { zdr: _, ...kept } = now;
		expect(written).toEqual([["update", "gw", { ...kept, cache_ttl: 300 }]]);
	});

	it("spells settings as the API does, also within them", async () => {
		const { target, written } = accountOf({});
		const otel = [{ url: "https://traces.example", headers: { "X-Own": "a" }, contentType: "json" as const }];
		const stripe = { authorization: "key", usageEvents: [{ payload: "{}" }] };
		const rule = { limit: 5, limitType: "cost" as const, window: 60 };
		await deployGateways(
			[defineAiGateway("a", { otel, stripe, byokOnly: true, spendLimits: { rules: [rule] } })],
			target,
		);
		await deployGateways([defineAiGateway("b", { otel: null, stripe: null })], target);
		expect(written.map(([, , settings]) => settings)).toEqual([
			{
				...required,
				otel: [{ url: "https://traces.example", headers: { "X-Own": "a" }, content_type: "json" }],
				stripe: { authorization: "key", usage_events: [{ payload: "{}" }] },
				byok_only: true,
				spend_limits: { rules: [rule] },
			},
			{ ...required, otel: null, stripe: null },
		]);
	});

	it("does nothing the second time", async () => {
		const { target, written } = accountOf({});
		const definition = defineAiGateway("gw", {
			cacheTtl: null,
			rateLimitingLimit: 0,
			otel: [{ url: "https://traces.example", headers: { a: "b" }, contentType: "json" }],
			stripe: { authorization: "key", usageEvents: [{ payload: "{}" }] },
			guardrails: { prompt: { S1: "BLOCK" }, response: {} },
		});
		await deployGateways([definition], target);
		expect(await deployGateways([definition], target)).toEqual([{ id: "gw", action: "none", changes: [] }]);
		expect(written).toHaveLength(1);
	});

	it.each([
		[null, 0],
		[0, null],
		[0, undefined],
	])("takes %s for %s", async (told, current) => {
		const { target, written } = accountOf({ gw: { ...required, cache_ttl: current } });
		await deployGateways([defineAiGateway("gw", { cacheTtl: told })], target);
		expect(written).toEqual([]);
	});

	it("takes no false for nothing, and no 0 for a number", async () => {
		const { target, written } = accountOf({ gw: { ...required, cache_ttl: 60, collect_logs: true } });
		await deployGateways([defineAiGateway("gw", { cacheTtl: 0, collectLogs: false })], target);
		expect(written).toEqual([["update", "gw", { ...required, collect_logs: false }]]);
	});

	it("keeps the ids that the API gave to rules, and what a rule leaves open", async () => {
		const rule = { limit: 5, limitType: "cost" as const, window: 60 };
		const stored = { ...rule, id: "rule-1", enabled: true, technique: "fixed" };
		const { target, written } = accountOf({ gw: { ...required, spend_limits: { enabled: true, rules: [stored] } } });
		await deployGateways([defineAiGateway("gw", { spendLimits: { rules: [rule] } })], target);
		expect(written).toEqual([]);
		const second = { ...rule, window: 3600 };
		await deployGateways([defineAiGateway("gw", { spendLimits: { rules: [second, rule] } })], target);
		expect(written[0]?.[2].spend_limits).toEqual({ enabled: true, rules: [second, stored] });
	});

	it("removes what a map no longer names", async () => {
		const guardrails = { prompt: { S1: "BLOCK", S2: "FLAG" }, response: {} };
		const { target, written } = accountOf({ gw: { ...required, guardrails } });
		await deployGateways([defineAiGateway("gw", { guardrails: { prompt: { S1: "BLOCK" }, response: {} } })], target);
		expect(written[0]?.[2].guardrails).toEqual({ prompt: { S1: "BLOCK" }, response: {} });
	});

	it("replaces one form of DLP by the other", async () => {
		const { target, written } = accountOf({
			gw: { ...required, dlp: { enabled: true, action: "FLAG", profiles: ["x"] } },
		});
		await deployGateways([defineAiGateway("gw", { dlp: { enabled: true, policies: [] } })], target);
		expect(written[0]?.[2].dlp).toEqual({ enabled: true, policies: [] });
	});

	it("goes on where somebody else has just created the gateway", async () => {
		const { target, written, gateways } = accountOf({ gw: { ...required, authentication: true } });
		const { get } = target.client.aiGateway;
		let reads = 0;
		const late = {
			...target.client.aiGateway,
			get: (id: string, params: { account_id: string }) => get(reads++ ? id : "not yet", params),
		};
		await deployGateways([defineAiGateway("gw", { cacheTtl: 60 })], { ...target, client: { aiGateway: late } });
		expect(written).toEqual([["update", "gw", { ...required, cache_ttl: 60, authentication: true }]]);
		expect(Object.keys(gateways)).toEqual(["gw"]);
	});

	it("tells each gateway when it is done, and stops at the first error", async () => {
		const { target } = accountOf({ b: required });
		const failing = { ...target.client.aiGateway, update: async () => Promise.reject(new Error("500 down")) };
		const told: string[] = [];
		const definitions = ["a", "b", "c"].map((id) => defineAiGateway(id, { cacheTtl: 60 }));
		const deployed = deployGateways(definitions, { ...target, client: { aiGateway: failing } }, ({ id }) =>
			told.push(id),
		);
		await expect(deployed).rejects.toThrow("500 down");
		expect(told).toEqual(["a"]);
	});
});

describe("planGateways", () => {
	it("says what would change, and changes nothing", async () => {
		const { target, written } = accountOf({ b: { ...required, cache_ttl: 60 } });
		const definitions = [
			defineAiGateway("a", { cacheTtl: 60 }),
			defineAiGateway("b", { cacheTtl: 300 }),
			defineAiGateway("b"),
		];
		expect(await planGateways(definitions, target)).toEqual([
			{ id: "a", action: "create", changes: [{ setting: "cacheTtl", from: undefined, to: 60 }] },
			{ id: "b", action: "update", changes: [{ setting: "cacheTtl", from: 60, to: 300 }] },
			{ id: "b", action: "none", changes: [] },
		]);
		expect(written).toEqual([]);
	});
});

describe("destroyGateways", () => {
	it("deletes the gateways that were declared and no others", async () => {
		const { target, gateways } = accountOf({ a: required, b: required });
		const plans = await destroyGateways([defineAiGateway("a"), defineAiGateway("gone")], target);
		expect(plans.map(({ action }) => action)).toEqual(["delete", "none"]);
		expect(Object.keys(gateways)).toEqual(["b"]);
	});
});

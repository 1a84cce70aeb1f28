import { describe, expect, it } from "vitest";
import { type AiGatewaySettings, defineAiGateway } from "./index.ts";

const refused = expect.objectContaining({ code: "WORKKIT_CONFIG" });

describe("defineAiGateway", () => {
	it("gives the declaration as it is", () => {
		const settings: AiGatewaySettings = {
			authentication: true,
			byokOnly: false,
			cacheInvalidateOnUpdate: true,
			cacheTtl: 300,
			collectLogs: true,
			dlp: {
				enabled: true,
				policies: [{ id: "p", action: "BLOCK", check: ["REQUEST"], enabled: true, profiles: ["x"] }],
			},
			guardrails: { prompt: { S1: "BLOCK", P1: "FLAG" }, response: { S13: "FLAG" } },
			logClassification: false,
			logManagement: 100_000,
			logManagementStrategy: "DELETE_OLDEST",
			logpush: true,
			logpushPublicKey: "a".repeat(16),
			otel: [{ url: "https://traces.example", headers: {}, contentType: "json" }],
			rateLimitingInterval: 60,
			rateLimitingLimit: 100,
			rateLimitingTechnique: "sliding",
			retryBackoff: "exponential",
			retryDelay: 100,
			retryMaxAttempts: 5,
			spendLimits: {
				enabled: true,
				rules: [{ limit: 5, limitType: "cost", window: 86_400, model: { mode: "partition" } }],
			},
			storeId: "store",
			stripe: { authorization: "key", usageEvents: [{ payload: "{}" }] },
			workersAiBillingMode: "unified",
			zdr: true,
		};
		expect(defineAiGateway("prod-gateway", settings)).toEqual({ id: "prod-gateway", settings });
		expect(defineAiGateway("bare")).toEqual({ id: "bare", settings: {} });
	});

	it.each(["", "Upper", "a b", "a/b", "é", "a".repeat(65)])("refuses the name %j", (id) => {
		expect(() => defineAiGateway(id)).toThrowError(refused);
	});

	const wrong: [string, unknown][] = [
		["cacheTTL", 60],
		["cache_ttl", 60],
		["__proto__x", 1],
		["toString", 1],
		["authentication", "yes"],
		["authentication", null],
		["cacheTtl", -1],
		["cacheTtl", 1.5],
		["cacheTtl", "60"],
		["collectLogs", null],
		["logManagement", 9_999],
		["logManagement", 10_000_001],
		["logManagementStrategy", "KEEP"],
		["logpushPublicKey", "short"],
		["rateLimitingTechnique", "leaky"],
		["retryDelay", 60_001],
		["retryMaxAttempts", 6],
		["retryMaxAttempts", 0],
		["retryBackoff", "random"],
		["guardrails", { prompt: {} }],
		["guardrails", { prompt: { S14: "BLOCK" }, response: {} }],
		["guardrails", { prompt: { S1: "block" }, response: {} }],
		["dlp", { enabled: true }],
		["dlp", { enabled: true, policies: [{ id: "p" }] }],
		["dlp", null],
		["spendLimits", { rules: [{ limit: 1 }] }],
		["spendLimits", { rules: Array(21).fill({ limit: 1, limitType: "cost", window: 1 }) }],
		["otel", [{ url: "traces" }]],
		["stripe", { authorization: "key" }],
		["workersAiBillingMode", "free"],
	];
	it.each(wrong)("refuses %s: %j", (name, value) => {
		expect(() => defineAiGateway("gw", { [name]: value })).toThrowError(refused);
	});

	it.each(["cacheTtl", "guardrails", "otel", "spendLimits", "retryDelay", "logManagement", "storeId", "stripe"])(
		"takes null for %s, which is none",
		(name) => {
			expect(() => defineAiGateway("gw", { [name]: null })).not.toThrow();
		},
	);
});

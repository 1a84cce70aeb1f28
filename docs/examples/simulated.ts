import { createGateway } from "@workkit/ai-gateway";
import { createSimulator, type SimulatorOptions } from "@workkit/ai-simulator";
import { vi } from "vitest";
import type { Env, Gateway } from "./env.ts";

/** Vendors, a gateway to them, and a Worker's bindings and secrets: all simulated, global `fetch` included. */
export function simulate(options: SimulatorOptions = {}) {
	const simulator = createSimulator(options);
	vi.stubGlobal("fetch", simulator.fetch);
	const env = {
		AI: simulator.ai,
		AI_CACHE: memoryKv(),
		RATE_LIMIT_KV: memoryKv(),
		OPENAI_KEY: "sk-openai",
		ANTHROPIC_KEY: "sk-anthropic",
		GROQ_KEY: "gsk-groq",
		CF_ACCOUNT_ID: "account",
		CF_AIG_TOKEN: "gateway-token",
		CF_API_TOKEN: "api-token",
	} as unknown as Env;
	const gateway: Gateway = createGateway({
		providers: {
			"workers-ai": { type: "workers-ai", binding: env.AI },
			openai: { type: "openai", apiKey: env.OPENAI_KEY },
			anthropic: { type: "anthropic", apiKey: env.ANTHROPIC_KEY },
		},
		defaultProvider: "workers-ai",
	});
	return { simulator, env, gateway };
}

/** What KV does, in one isolate. */
function memoryKv() {
	const values = new Map<string, string>();
	return {
		get: async (key: string, type?: unknown) => {
			const value = values.get(key);
			const asJson = type === "json" || Object(type).type === "json";
			return value === undefined ? null : asJson ? JSON.parse(value) : value;
		},
		put: async (key: string, value: string) => void values.set(key, value),
		delete: async (key: string) => void values.delete(key),
	};
}

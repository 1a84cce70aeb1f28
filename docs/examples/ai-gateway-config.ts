// #region config
// ai-gateway.config.ts
import { defineAiGateway } from "@workkit/ai-cloudflare-gateway";

export const production = defineAiGateway("prod-gateway", {
	cacheTtl: 300,
	rateLimitingInterval: 60,
	rateLimitingLimit: 100,
	rateLimitingTechnique: "sliding",
	collectLogs: true,
	authentication: true,
	spendLimits: { rules: [{ limit: 50, limitType: "cost", window: 86_400 }] },
});
// #endregion

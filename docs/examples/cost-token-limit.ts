import { withTokenLimit } from "@workkit/ai-gateway";
import { slidingWindow } from "@workkit/ratelimit";
import type { Env, Gateway } from "./env.ts";

export async function tokens(gateway: Gateway, env: Pick<Env, "LIMITS">) {
	// #region tokens
	const limiter = slidingWindow({ namespace: env.LIMITS, limit: 100_000, window: "1m" });
	const limited = withTokenLimit(gateway, { limiter, key: "acme" });
	// #endregion
	return limited;
}

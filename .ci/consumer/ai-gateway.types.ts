// Gateways that a module exports, of which every part has to have a name in its declarations.
import { createGateway, withRetry } from "@workkit/ai-gateway";

export const gateway = createGateway({
	providers: { openai: { type: "openai", apiKey: "key" }, anthropic: { type: "anthropic", apiKey: "key" } },
	defaultProvider: "openai",
});
export const wrapped = withRetry(gateway);
export const own = { ...wrapped, run: () => wrapped.run("gpt-5", { prompt: "hi" }) };

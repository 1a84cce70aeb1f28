import { createRouter, type Router } from "@workkit/ai-router";
import { isErrorCode } from "@workkit/errors";

export async function main(): Promise<void> {
	const router: Router<"openai" | "anthropic"> = createRouter({
		routes: [
			{ pattern: "gpt-*", provider: "openai" },
			{ pattern: /^claude-/, provider: "anthropic" },
		],
		fallback: "openai",
	});
	const found = ["GPT-5", "claude-sonnet-5", "llama"].map(router.resolve).join();
	if (found !== "openai,anthropic,openai") throw new Error(`resolved to ${found}`);
	try {
		createRouter({ routes: [{ pattern: "gpt-*", provider: "openai" }] });
	} catch (error) {
		if (isErrorCode(error, "WORKKIT_CONFIG")) return;
	}
	throw new Error("a router with holes was made");
}

import { isWorkkitError } from "@workkit/ai-gateway";
import type { Gateway } from "./env.ts";

export async function read(gateway: Gateway) {
	// #region read
	try {
		await gateway.run("gpt-5.2", { prompt: "Hello" }, { provider: "openai" });
	} catch (error) {
		if (!isWorkkitError(error)) throw error; // the reason of your own abort, or a bug
		const { code, message, retryable, context } = error;
		console.error(code, message, { retryable, status: context.status, vendorCode: context.vendorCode });
		console.error(context.vendorMessage, context.requestId, context.logId);
		console.error(JSON.stringify(error)); // all of it, for logs
	}
	// #endregion
}

export async function warnings(gateway: Gateway) {
	// #region warnings
	const {
		warnings = [],
		finishReason,
		receipt,
	} = await gateway.run("claude-sonnet-4-6", { prompt: "Hello", seed: 7 }, { provider: "anthropic" });
	console.log(warnings, finishReason, receipt.attempts);
	// #endregion
}

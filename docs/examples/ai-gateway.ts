import { aiGateway, createGatewayFetch, isAiGatewayError, withFeedback } from "@workkit/ai-cloudflare-gateway";
import { createGateway, fallback, isErrorCode } from "@workkit/ai-gateway";
import type { Env, Gateway } from "./env.ts";

export async function first(env: Env) {
	// #region first
	const gateway = createGateway({
		providers: {
			openai: { type: "openai", apiKey: env.OPENAI_KEY },
			anthropic: { type: "anthropic", apiKey: env.ANTHROPIC_KEY },
			"workers-ai": { type: "workers-ai", binding: env.AI, gateway: { id: "my-gateway" } },
		},
		defaultProvider: "openai",
		cfGateway: {
			accountId: env.CF_ACCOUNT_ID,
			gatewayId: "my-gateway",
			authToken: env.CF_AIG_TOKEN, // of an authenticated gateway
			cacheTtl: 3_600,
		},
	});

	const { text, receipt } = await gateway.run("gpt-5.2", { prompt: "Say hello." }, { metadata: { tenant: "acme" } });
	console.log(text, receipt.gateway?.cacheStatus, receipt.gateway?.logId);
	// #endregion
	return gateway;
}

export async function controls(gateway: Gateway) {
	// #region controls
	await gateway.run(
		"gpt-5.2",
		{ prompt: "My password is swordfish." },
		{
			provider: "openai",
			cfGateway: { skipCache: true, collectLogPayload: false, requestTimeout: 10_000, eventId: "order-17" },
			metadata: { tenant: "acme" },
		},
	);
	// #endregion
}

export async function blocked(gateway: Gateway, request: Request) {
	// #region blocked
	try {
		await gateway.run("gpt-5.2", { prompt: await request.text() }, { provider: "openai" });
	} catch (error) {
		if (!isErrorCode(error, "WORKKIT_FORBIDDEN") && !isErrorCode(error, "WORKKIT_VALIDATION")) throw error;
		const { vendorCode, vendorMessage, logId } = error.context;
		console.error(vendorCode, vendorMessage, logId);
	}
	// #endregion
}

export async function chain(env: Env) {
	// #region chain
	const gateway = createGateway({
		providers: {
			claude: { type: "anthropic", apiKey: env.ANTHROPIC_KEY },
			gpt: { type: "openai", apiKey: env.OPENAI_KEY },
		},
		defaultProvider: "claude",
		cfGateway: { accountId: env.CF_ACCOUNT_ID, gatewayId: "my-gateway", authToken: env.CF_AIG_TOKEN },
	});
	const input = { prompt: "Say hello." };

	// On Cloudflare's side, in one request.
	const { provider } = await gateway.runFallback(
		[
			{ provider: "claude", model: "claude-sonnet-4-6" },
			{ provider: "gpt", model: "gpt-5.2" },
		],
		input,
	);
	// From the Worker: streams too, and each try is in the receipt.
	const model = fallback({ provider: "claude", model: "claude-sonnet-4-6" }, { provider: "gpt", model: "gpt-5.2" });
	const { via } = await gateway.run(model, input);
	// #endregion
	return { provider, via };
}

export async function logs(env: Env, gateway: Gateway) {
	// #region logs
	const client = aiGateway(env.AI, "my-gateway");
	const { receipt } = await gateway.run("gpt-5.2", { prompt: "Say hello." }, { provider: "openai" });
	try {
		await client.patchLog({ receipt }, { feedback: 1, score: 90, metadata: { user: "123" } });
		const log = await client.getLog({ receipt });
		console.log(log.model, log.tokens_in, log.tokens_out);
	} catch (error) {
		if (!isAiGatewayError(error)) throw error;
		console.error(error.code, error.context.operation);
	}
	// #endregion
}

export async function feedback(env: Env, gateway: Gateway) {
	// #region feedback
	const asked = withFeedback(gateway, aiGateway(env.AI, "my-gateway"));
	const result = await asked.run("gpt-5.2", { prompt: "Say hello." }, { provider: "openai" });
	await result.feedback({ feedback: -1, score: 20 });
	// #endregion
}

export async function raw(env: Env) {
	// #region raw
	const client = aiGateway(env.AI, "my-gateway", { cacheTtl: 3_600 });
	const response = await client.run([
		{
			provider: "openai",
			endpoint: "chat/completions",
			headers: { authorization: `Bearer ${env.OPENAI_KEY}` },
			query: { model: "gpt-5.2", messages: [{ role: "user", content: "Say hello." }] },
		},
		{ provider: "workers-ai", endpoint: "@cf/meta/llama-3.1-8b-instruct", query: { prompt: "Say hello." } },
	]);
	console.log(response.status, response.headers.get("cf-aig-step"), await client.getUrl("openai"));
	// #endregion
	return response;
}

export async function otherClients(env: Env) {
	// #region other-clients
	const fetch = createGatewayFetch({ binding: env.AI, gatewayId: "my-gateway", metadata: { team: "search" } });
	// new OpenAI({ apiKey: env.OPENAI_KEY, fetch }), new Anthropic({ apiKey: env.ANTHROPIC_KEY, fetch })
	// #endregion
	return fetch;
}

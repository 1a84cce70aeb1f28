import {
	aiGateway,
	cloudflareGateway,
	createGatewayFetch,
	defineAiGateway,
	universalEndpoint,
} from "@workkit/ai-cloudflare-gateway";
import {
	chatTranslator,
	createGateway,
	decodeChat,
	encodeChat,
	httpProvider,
	readConversation,
} from "@workkit/ai-core";

export async function main(): Promise<void> {
	const via = cloudflareGateway({ accountId: "account", gatewayId: "gateway", authToken: "token", cacheTtl: 60 });
	const answer = { choices: [{ index: 0, message: { content: "hello" }, finish_reason: "stop" }] };
	let request = "";
	const provider = httpProvider(
		{
			vendor: "openai",
			baseUrl: "https://api.openai.com/v1",
			credentials: { authorization: "Bearer key" },
			encode: (call) => ({
				path: "/chat/completions",
				body: encodeChat(readConversation(call.input), call, {}, []),
			}),
			decode: decodeChat,
			translator: (call) => chatTranslator(call),
		},
		{
			via,
			fetch: async (url, init) => {
				const headers = new Headers(init.headers);
				request = `${url} ${headers.get("cf-aig-authorization")} ${headers.get("cf-aig-cache-ttl")}`;
				return Response.json(answer, { headers: { "cf-aig-log-id": "log-1" } });
			},
		},
	);
	const gateway = createGateway({
		providers: { openai: provider },
		defaultProvider: "openai",
		chain: universalEndpoint({ accountId: "account", gatewayId: "gateway" }),
	});
	const { text, receipt } = await gateway.run("gpt-5", { prompt: "hi" });
	if (request !== "https://gateway.ai.cloudflare.com/v1/account/gateway/openai/chat/completions Bearer token 60") {
		throw new Error(`requested ${request}`);
	}
	if (text !== "hello" || receipt.gateway?.logId !== "log-1") throw new Error(`answered ${text}`);
	const chained = await gateway.runFallback([{ provider: "openai", model: "gpt-5" }], { prompt: "hi" });
	if (!request.startsWith("https://gateway.ai.cloudflare.com/v1/account/gateway ")) throw new Error(`sent ${request}`);
	if (chained.text !== "hello" || chained.provider !== "openai") throw new Error(`answered ${chained.text}`);

	const { id } = defineAiGateway("gateway", { cacheTtl: 60 });
	const asked: unknown[] = [];
	const binding = {
		gateway: () => ({
			run: async (data: unknown) => {
				asked.push(data);
				return Response.json(answer);
			},
			getUrl: async () => "https://gateway.ai.cloudflare.com/v1/account/gateway/",
			getLog: async (logId: string) => ({ id: logId }),
			patchLog: async () => {},
		}),
	};
	const client = aiGateway(binding, id);
	if ((await client.getLog("log-2")).id !== "log-2") throw new Error("read another log");
	await client.run({ provider: "openai", endpoint: "chat/completions", query: {} });
	const travel = createGatewayFetch({ binding, gatewayId: id });
	const response = await travel("https://api.groq.com/openai/v1/chat/completions", { method: "POST", body: "{}" });
	if (!response.ok || !JSON.stringify(asked).includes('"provider":"groq"')) throw new Error("did not pass the binding");
}

import { cloudflareGateway } from "@workkit/ai-cloudflare-gateway";

export async function main(): Promise<void> {
	const via = cloudflareGateway({ accountId: "account", gatewayId: "gateway" });
	if (!via) throw new Error("no route");
}

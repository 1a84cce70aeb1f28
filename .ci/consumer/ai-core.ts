import { createGateway, type Provider } from "@workkit/ai-core";

export async function main(): Promise<void> {
	const echo: Provider = {
		run: async (call) => ({ text: `hello from ${call.model}`, raw: null, provider: call.provider, model: call.model }),
	};
	const gateway = createGateway({ providers: { echo }, defaultProvider: "echo" });
	const output = await gateway.run("parrot", { prompt: "hi" });
	const text: string | undefined = output.text;
	if (text !== "hello from parrot") throw new Error(`answered ${text}`);
}

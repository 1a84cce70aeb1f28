import { createSimulator } from "@workkit/ai-simulator";
import { UnsupportedOperationError } from "@workkit/errors";
import { describe, expect, it } from "vitest";
import { createGateway, openaiTasks, workersAiTasks } from "./index.ts";

const picture = "iVBORw0KGgoAAAA=";

describe("a record's tasks", () => {
	it("are made of the record, and go where it goes", async () => {
		const { ai, requests } = createSimulator({ gateway: { gateways: ["gw"] } });
		const asked: { url: string; headers: Headers }[] = [];
		const fetch = async (url: string, init: RequestInit) => {
			asked.push({ url, headers: new Headers(init.headers) });
			return Response.json({ data: [{ b64_json: picture }] });
		};
		const gateway = createGateway({
			providers: {
				"workers-ai": { type: "workers-ai", binding: ai, gateway: { id: "gw" }, tasks: workersAiTasks },
				openai: { type: "openai", apiKey: "key", fetch, tasks: openaiTasks },
				own: { type: "openai", apiKey: "key", fetch, baseUrl: "https://models.example/v1", tasks: openaiTasks },
			},
			defaultProvider: "workers-ai",
			cfGateway: { accountId: "acc", gatewayId: "gw", authToken: "token" },
		});
		const { text, receipt } = await gateway.translate("@cf/meta/m2m100-1.2b", { text: "Hello", to: "fr" });
		expect([text, typeof receipt.gateway?.logId]).toEqual(["[fr] Hello", "string"]);
		expect(requests()).toHaveLength(1);
		const { text: answer } = await gateway.run("@cf/meta/llama-3.1-8b-instruct", { prompt: "Hello" });
		expect(answer).toEqual(expect.any(String));

		for (const provider of ["openai", "own"] as const) {
			const { images } = await gateway.image("gpt-image-1", { prompt: "a fox" }, { provider });
			expect(images[0]?.mediaType).toBe("image/png");
		}
		expect(asked.map(({ url, headers }) => [url, headers.get("cf-aig-authorization")])).toEqual([
			["https://gateway.ai.cloudflare.com/v1/acc/gw/openai/images/generations", "Bearer token"],
			["https://models.example/v1/images/generations", null],
		]);
	});

	it("leave chains and chats as they are", async () => {
		const fetch = async () => Response.json({ choices: [{ message: { content: "Hi" }, finish_reason: "stop" }] });
		const gateway = createGateway({
			providers: { openai: { type: "openai", apiKey: "key", fetch, tasks: openaiTasks } },
			defaultProvider: "openai",
			cfGateway: { accountId: "acc", gatewayId: "gw" },
		});
		const { text } = await gateway.runFallback([{ provider: "openai", model: "gpt-5.2" }], { prompt: "Hello" });
		expect(text).toBe("Hi");
	});

	it("are those that were asked for and no others", async () => {
		const { ai: binding } = createSimulator();
		const plain = createGateway({ providers: { ai: { type: "workers-ai", binding } }, defaultProvider: "ai" });
		expect(plain).not.toHaveProperty("image");
		const mixed = createGateway({
			providers: {
				ai: { type: "workers-ai", binding, tasks: workersAiTasks },
				plain: { type: "workers-ai", binding },
			},
			defaultProvider: "ai",
		});
		const asked = mixed.image("@cf/black-forest-labs/flux-1-schnell", { prompt: "x" }, { provider: "plain" });
		await expect(asked).rejects.toThrow(UnsupportedOperationError);
	});
});

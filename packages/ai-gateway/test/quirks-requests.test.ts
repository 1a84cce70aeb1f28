import { describe, expect, it } from "vitest";
import { createGateway } from "../src/index.ts";
import { answering, failure } from "./answering.ts";

describe("OpenAI's own hosts", () => {
	it.each(["https://api.openai.com/v1", "https://eu.api.openai.com/v1"])(
		"are sent max_completion_tokens: %s",
		async (baseUrl) => {
			const bodies: string[] = [];
			const fetch = async (_url: string, init: RequestInit) => {
				bodies.push(String(init.body));
				return Response.json({ choices: [{ message: { content: "a" } }] });
			};
			const gateway = createGateway({
				providers: { openai: { type: "openai", apiKey: "test-key", baseUrl, fetch } },
				defaultProvider: "openai",
			});
			await gateway.run("m", { prompt: "x", maxTokens: 5 });
			expect(JSON.parse(bodies[0] ?? "")).toMatchObject({ max_completion_tokens: 5 });
			expect(bodies[0]).not.toContain('"max_tokens"');
		},
	);
});

describe("a picture", () => {
	it("in a data URL without base64 is refused before it is sent", async () => {
		const content = [{ type: "image" as const, image: "data:image/svg+xml,%3Csvg/%3E" }];
		const error = await failure(answering({ choices: [] }).run("m", { messages: [{ role: "user", content }] }));
		expect(error.code).toBe("WORKKIT_VALIDATION");
	});
});

import { describe, expect, it } from "vitest";
import { createSimulator } from "./index.ts";
import { MODELS } from "./models.ts";

const { ai, fetch } = createSimulator();
const names = async (search: Parameters<typeof ai.models>[0]) => (await ai.models(search)).map(({ name }) => name);

describe("the model search", () => {
	it("finds models as the platform describes them", async () => {
		const [model] = await ai.models({ search: "llama-3.1-8b-instruct", per_page: 1 });
		expect(model).toEqual({
			id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/),
			source: 1,
			name: "@cf/meta/llama-3.1-8b-instruct",
			description: expect.any(String),
			task: {
				id: "c329a1f9-323d-4e91-b2aa-582dd4188d34",
				name: "Text Generation",
				description: expect.any(String),
			},
			tags: [],
			properties: expect.arrayContaining([{ property_id: "context_window", value: "7968" }]),
		});
	});

	it("gives pages of 50 that make up the catalogue", async () => {
		const [first, second, third] = [await names({}), await names({ page: 2 }), await names({ page: 3 })];
		expect(first).toHaveLength(50);
		expect([...first, ...second, ...third]).toEqual(MODELS.map(({ name }) => name));
		expect(await names({ page: 2, per_page: 2 })).toEqual(first.slice(2, 4));
	});

	it("knows each model once, and each has an id of its own", async () => {
		const all = await ai.models({ per_page: 1000 });
		expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
		expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
	});

	it("filters by author, source, task and experiment", async () => {
		expect(await names({ author: "deepgram" })).toEqual([
			"@cf/deepgram/nova-3",
			"@cf/deepgram/flux",
			"@cf/deepgram/aura-1",
			"@cf/deepgram/aura-2-en",
			"@cf/deepgram/aura-2-es",
		]);
		expect((await names({ source: 2 })).every((name) => name.startsWith("@hf/"))).toBe(true);
		expect(await names({ task: "Summarization" })).toEqual(["@cf/facebook/bart-large-cnn"]);
		expect(await names({ task: "9c178979-90d9-49d8-9e2c-0f1cf01815d4" })).toEqual(["@cf/facebook/detr-resnet-50"]);
		const search = { task: "Image-to-Text" };
		expect(await names({ ...search, hide_experimental: true })).toHaveLength((await names(search)).length - 2);
	});

	it("rejects with the binding's own error", async () => {
		await expect(ai.models({ page: 0 })).rejects.toMatchObject({
			name: "AiInternalError",
			message: "page must be a positive integer",
		});
	});

	it("is paged over REST too", async () => {
		const url = "https://api.cloudflare.com/client/v4/accounts/sim/ai/models/search?search=whisper&per_page=2";
		const response = await fetch(url, { headers: { authorization: "Bearer k" } });
		expect(await response.json()).toMatchObject({
			success: true,
			result: [{ name: "@cf/openai/whisper" }, { name: "@cf/openai/whisper-tiny-en" }],
			result_info: { count: 2, page: 1, per_page: 2, total_count: 3 },
		});
		expect((await fetch(url)).status).toBe(401);
	});
});

import { describe, expect, it } from "vitest";
import { createSimulator } from "./index.ts";

interface Embeddings {
	data: { index: number; embedding: number[] & string }[];
	usage: { prompt_tokens: number };
}

async function embed(body: object): Promise<{ status: number; json: Embeddings }> {
	const init = { method: "POST", headers: { authorization: "Bearer k" }, body: JSON.stringify(body) };
	const response = await createSimulator().fetch("https://api.openai.com/v1/embeddings", init);
	return { status: response.status, json: await response.json() };
}

const model = "text-embedding-3-small";

describe("OpenAI embeddings", () => {
	it("gives one vector per text, in order, on the vendor's own host too", async () => {
		const { json } = await embed({ model, input: ["abcd", "efgh"] });
		expect(json.data.map(({ index, embedding }) => [index, embedding.length])).toEqual([
			[0, 1536],
			[1, 1536],
		]);
		expect(json.usage.prompt_tokens).toBe(2);
	});

	it("packs the same numbers into base64", async () => {
		const plain = await embed({ model, input: "abcd", dimensions: 8 });
		const packed = await embed({ model, input: "abcd", dimensions: 8, encoding_format: "base64" });
		const bytes = Uint8Array.from(atob(packed.json.data[0]?.embedding ?? ""), (letter) => letter.charCodeAt(0));
		expect([...new Float32Array(bytes.buffer)]).toEqual(plain.json.data[0]?.embedding);
	});

	it.each([
		[{ model }],
		[{ model, input: "" }],
		[{ model, input: [] }],
		[{ model, input: "a", dimensions: 4000 }],
		[{ model, input: "a", encoding_format: "int8" }],
		[{ model, input: "a", text: "a" }],
	])("answers 400 to %j", async (body) => {
		expect(await embed(body)).toMatchObject({ status: 400, json: { error: { type: "invalid_request_error" } } });
	});
});

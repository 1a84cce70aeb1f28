import { describe, expect, it } from "vitest";
import { embedded, gatewayOf, recorder } from "../test/exchange.ts";

const item = (index: number, embedding: unknown) => ({ object: "embedding", index, embedding });
const one = { data: [item(0, [1, 2])], usage: { prompt_tokens: 3, total_tokens: 3 } };

/** Numbers as the wire packs them: little-endian 32-bit floats in base64. */
function packed(...numbers: number[]): string {
	const view = new DataView(new ArrayBuffer(numbers.length * 4));
	for (const [index, number] of numbers.entries()) view.setFloat32(index * 4, number, true);
	return btoa(String.fromCharCode(...new Uint8Array(view.buffer)));
}

describe("an embedding request", () => {
	it("holds the model, the texts and the vendor's fields", async () => {
		const { url, body } = await embedded({ text: ["a"], dimensions: 2 }, one);
		expect(url).toBe("https://api.openai.com/v1/embeddings");
		expect(body).toEqual({ model: "test-model", input: ["a"], dimensions: 2 });
	});

	it("takes one text without a list", async () => {
		expect((await embedded({ text: "a" }, one)).body).toEqual({ model: "test-model", input: "a" });
	});

	it("cannot be given another model or other texts", async () => {
		const { body } = await embedded({ text: "a", model: "dearer", input: ["b"] }, one);
		expect(body).toEqual({ model: "test-model", input: "a" });
	});

	it.each([[[]], [undefined], [null], [5], [{}]])("for %o is refused before anything is sent", async (text) => {
		const { sent, fetch } = recorder(one);
		const embedding = gatewayOf({ fetch }).embed("test-model", { text } as never);
		await expect(embedding).rejects.toMatchObject({
			code: "WORKKIT_VALIDATION",
			message: expect.stringContaining("`text`"),
		});
		expect(sent).toEqual([]);
	});
});

describe("an embedding answer", () => {
	it("gives vectors, usage, and who answered", async () => {
		const { output } = await embedded({ text: "a" }, one);
		expect(output).toMatchObject({
			vectors: [[1, 2]],
			usage: { inputTokens: 3, outputTokens: 0, totalTokens: 3 },
			provider: "mine",
			model: "test-model",
			raw: one,
			receipt: { attempts: [{ provider: "mine", model: "test-model", status: 200 }] },
		});
	});

	it("is put into the order of the texts", async () => {
		const { output } = await embedded({ text: ["a", "b", "c"] }, { data: [item(2, [3]), item(0, [1]), item(1, [2])] });
		expect(output.vectors).toEqual([[1], [2], [3]]);
	});

	it("without usage has none", async () => {
		expect((await embedded({ text: "a" }, { data: [item(0, [1])] })).output).not.toHaveProperty("usage");
	});

	it("may be packed in base64, as floats or as bytes", async () => {
		const floats = await embedded({ text: "a", encoding_format: "base64" }, { data: [item(0, packed(0.5, -2))] });
		expect(floats.body.encoding_format).toBe("base64");
		expect(floats.output.vectors).toEqual([[0.5, -2]]);
		const bytes = await embedded({ text: "a", encoding_format: "base64_int8" }, { data: [item(0, btoa("\x01\xff"))] });
		expect(bytes.output.vectors).toEqual([[1, -1]]);
	});

	it.each<[string, unknown]>([
		["too few vectors", { data: [item(0, [1])] }],
		["too many vectors", { data: [item(0, [1]), item(1, [2]), item(2, [3])] }],
		["an empty vector", { data: [item(0, [1]), item(1, [])] }],
		["a missing vector", { data: [item(0, [1]), { index: 1 }] }],
		["no data", { object: "list" }],
		["null", null],
		["a list", []],
		["base64 of half a number", { data: [item(0, packed(1)), item(1, btoa("abc"))] }],
		["what is not base64", { data: [item(0, packed(1)), item(1, "***")] }],
	])("with %s is no answer", async (_what, body) => {
		await expect(embedded({ text: ["a", "b"] }, body)).rejects.toMatchObject({
			code: "WORKKIT_STREAM_INTERRUPTED",
			reason: "malformed",
			context: { provider: "mine", model: "test-model" },
		});
	});
});

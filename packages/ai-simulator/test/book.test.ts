import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createSimulator, type SimulatorOptions } from "../src/index.ts";
import {
	answerFromMemory,
	type Env,
	quickStart,
	rate,
	recipe,
	recipeInWords,
	remember,
	runWithRetry,
	storeImage,
	streaming,
} from "./book.ts";

function environment(options?: SimulatorOptions) {
	const simulator = createSimulator({ gateway: { gateways: ["my-gateway"] }, ...options });
	const vectors: { values: number[]; metadata: { text: string } }[] = [];
	const bucket = new Map<string, Uint8Array>();
	const nearness = (a: readonly number[], b: readonly number[]) =>
		a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
	const env: Env = {
		AI: simulator.ai,
		VECTORIZE: {
			upsert: async (added) => void vectors.push(...added),
			query: async (asked, { topK }) => ({
				matches: vectors.toSorted((a, b) => nearness(b.values, asked) - nearness(a.values, asked)).slice(0, topK),
			}),
		},
		BUCKET: { put: async (key, value) => void bucket.set(key, value) },
	};
	return { env, bucket, simulator };
}

/** What a client that reads the events shows. */
async function shownBy(response: Response): Promise<string> {
	const frames = (await response.text()).trim().split("\n\n");
	expect(frames.pop()).toBe("data: [DONE]");
	return frames.map((frame) => JSON.parse(frame.slice("data: ".length)).response).join("");
}

describe("the examples of the reference on the simulated binding", () => {
	it("answer a first question", async () => {
		const response = await quickStart(environment().env);
		expect(await response.json()).toMatchObject({
			response: 'You said "What is Cloudflare?". This answer is simulated.',
		});
	});

	it("pass a stream on", async () => {
		const response = await streaming(environment().env, [{ role: "user", content: "Tell me a story" }]);
		expect(response.headers.get("content-type")).toBe("text/event-stream");
		expect(await shownBy(response)).toBe('You said "Tell me a story". This answer is simulated.');
	});

	it("answer from the text that is nearest to the question", async () => {
		const { env, simulator } = environment();
		await remember(env, ["The Eiffel tower is 324 metres tall.", "Bread is made of flour.", "Cats sleep a lot."]);
		await shownBy(await answerFromMemory(env, "How tall is the Eiffel tower?"));
		expect(simulator.requests().at(-1)?.body).toMatchObject({
			inputs: { messages: [{ content: "Answer using this context:\nThe Eiffel tower is 324 metres tall." }, {}] },
		});
	});

	it("give structured output that fits its schema", async () => {
		const schema = z.object({
			name: z.string(),
			ingredients: z.array(z.string()).min(2),
			instructions: z.array(z.string()),
			prepTime: z.number(),
		});
		const { $schema: _, ...json } = z.toJSONSchema(schema);
		expect(schema.parse(await recipe(environment().env, "pancakes", json)).ingredients).toHaveLength(2);
		const loose = schema.extend({ ingredients: z.array(z.string()) });
		expect(loose.parse(await recipeInWords(environment().env, "pancakes", loose.shape))).toHaveProperty("prepTime");
	});

	it("store an image", async () => {
		const { env, bucket } = environment();
		const key = await storeImage(env, "A beautiful sunset over mountains");
		expect([...(bucket.get(key)?.subarray(0, 3) ?? [])]).toEqual([0xff, 0xd8, 0xff]);
	});

	it("run through a gateway and rate what came", async () => {
		const { env } = environment();
		expect(await rate(env)).toContain("Hello");
		const log = await env.AI.gateway("my-gateway").getLog(env.AI.aiGatewayLogId ?? "");
		expect(log).toMatchObject({ model: "@cf/meta/llama-3.1-8b-instruct", success: true, feedback: 1, score: 90 });
	});

	it("try again while there is no capacity, and not for other failures", async () => {
		const busy = [{ when: { times: 2 }, reply: { error: { code: 3040 } } }];
		expect(await runWithRetry(environment({ script: busy }).env, "Hello")).toHaveProperty("response");
		const { env, simulator } = environment({ script: [{ reply: { error: { code: 3036 } } }] });
		await expect(runWithRetry(env, "Hello")).rejects.toThrow("3036: You have used up your daily free allocation");
		expect(simulator.requests()).toHaveLength(1);
	});
});

import Anthropic, { type ClientOptions } from "@anthropic-ai/sdk";
import { betaZodTool } from "@anthropic-ai/sdk/helpers/beta/zod";
import { zodOutputFormat } from "@anthropic-ai/sdk/helpers/zod";
import type { SimulatorOptions } from "@workkit/ai-simulator";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import type { SetStage, Stage } from "./stage.ts";

const tool: Anthropic.Tool = {
	name: "get_weather",
	input_schema: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
};
const say = (content: string) => ({
	model: "claude-sonnet-4-6",
	max_tokens: 4096,
	messages: [{ role: "user" as const, content }],
});
const textOf = (message: Anthropic.Message) =>
	message.content.flatMap((block) => (block.type === "text" ? [block.text] : [])).join("");

/** What Anthropic's own client must be able to do. */
export function officialAnthropic(way: string, setStage: SetStage): void {
	let stage: Stage | undefined;
	const open = async (options?: SimulatorOptions, client?: ClientOptions): Promise<Anthropic> => {
		stage = await setStage(options);
		return new Anthropic({
			apiKey: "sk-ant-any",
			baseURL: stage.anthropicUrl,
			maxRetries: 0,
			...(stage.fetch === undefined ? {} : { fetch: stage.fetch }),
			...client,
		});
	};
	afterEach(() => stage?.close());

	describe(`the official Anthropic client, ${way}: messages`, () => {
		it("creates one, and shows the request's id", async () => {
			const client = await open();
			const message = await client.messages.create(say("Hello"));
			expect(textOf(message)).toContain("Hello");
			expect(message.stop_reason).toBe("end_turn");
			expect(message._request_id).toMatch(/^req_/);
		});

		it("streams events, and with the helper", async () => {
			const client = await open();
			const types: string[] = [];
			for await (const event of await client.messages.create({ ...say("Hello"), stream: true })) {
				if (types.at(-1) !== event.type) types.push(event.type);
			}
			expect(types).toEqual([
				"message_start",
				"content_block_start",
				"content_block_delta",
				"content_block_stop",
				"message_delta",
				"message_stop",
			]);
			let text = "";
			const stream = client.messages.stream(say("Hello")).on("text", (delta) => {
				text += delta;
			});
			const final = await stream.finalMessage();
			expect(text).toBe(textOf(final));
			expect(await stream.finalText()).toBe(text);
			expect(final.usage.output_tokens).toBeGreaterThan(1);
		});

		it("calls tools as it must, and takes their results", async () => {
			const client = await open();
			const tools = [tool, { ...tool, name: "get_time" }];
			const asked = { ...say("Use get_weather and get_time for Paris"), tools };
			const first = await client.messages.stream({ ...asked, tool_choice: { type: "any" } }).finalMessage();
			const calls = first.content.filter((block) => block.type === "tool_use");
			expect(calls).toMatchObject([
				{ name: "get_weather", input: { city: "Paris" } },
				{ name: "get_time", input: { city: "Paris" } },
			]);
			expect(first.stop_reason).toBe("tool_use");
			const second = await client.messages.create({
				...asked,
				messages: [
					...asked.messages,
					{ role: "assistant", content: first.content },
					{
						role: "user",
						content: calls.map(({ id }) => ({ type: "tool_result", tool_use_id: id, content: "12 degrees" })),
					},
				],
			});
			expect(textOf(second)).toContain("12 degrees");
			const one = { type: "tool", name: "get_time", disable_parallel_tool_use: true } as const;
			expect((await client.messages.create({ ...asked, tool_choice: one })).content).toMatchObject([
				{ name: "get_time" },
			]);
			const none = await client.messages.create({ ...asked, tool_choice: { type: "none" } });
			expect(none.content.map(({ type }) => type)).toEqual(["text"]);
		});

		it("runs tools by itself", async () => {
			const client = await open();
			const message = await client.beta.messages.toolRunner({
				...say("get_weather in Paris"),
				tools: [
					betaZodTool({
						name: "get_weather",
						description: "The weather",
						inputSchema: z.object({ city: z.string() }),
						run: ({ city }) => `Rain in ${city}`,
					}),
				],
			});
			expect(JSON.stringify(message.content)).toContain("Rain in Paris");
		});

		it("holds threads, and misses one that is not there", async () => {
			const client = await open();
			const thread = client.beta.messages.thread({ ...say("My name is Ada"), system: "Be short." });
			const first = await thread.send();
			const second = await thread.send({ role: "user", content: "And mine?" });
			expect(stage?.simulator.requests()[1]?.body).toMatchObject({ messages: [{ content: "And mine?" }] });
			expect(second.usage.input_tokens).toBeGreaterThan(first.usage.input_tokens + first.usage.output_tokens);
			const betas = ["message-threads-2026-08-12"];
			const lost = { type: "continue", previous_message_id: "msg_lost" } as const;
			await expect(client.beta.messages.create({ ...say("x"), betas, thread: lost })).rejects.toMatchObject({
				status: 404,
				errorCode: "thread_not_found",
			});
		});

		it.each([{ type: "adaptive" }, { type: "enabled", budget_tokens: 1024 }] as const)(
			"thinks ($type), and takes signed thinking back unchanged only",
			async (thinking) => {
				const client = await open();
				const asked = { ...say("Hello"), thinking };
				const { content } = await client.messages.stream(asked).finalMessage();
				const [thought, ...rest] = content;
				if (thought?.type !== "thinking") throw new Error("There is no thinking.");
				expect(thought.thinking).toContain("Hello");
				const again = (block: Anthropic.ThinkingBlock) =>
					client.messages.create({
						...asked,
						messages: [
							...asked.messages,
							{ role: "assistant", content: [block, ...rest] },
							{ role: "user", content: "Go on" },
						],
					});
				expect((await again(thought)).usage.output_tokens_details?.thinking_tokens).toBeGreaterThan(0);
				await expect(again({ ...thought, thinking: "Altered" })).rejects.toThrow(
					"Invalid `signature` in `thinking` block",
				);
				const hidden = await client.messages.create({ ...asked, thinking: { ...thinking, display: "omitted" } });
				expect(hidden.content[0]).toMatchObject({ type: "thinking", thinking: "", signature: expect.any(String) });
			},
		);

		it("parses structured output, plain and streamed", async () => {
			const client = await open();
			const format = zodOutputFormat(z.object({ city: z.string(), count: z.number() }));
			const asked = { ...say("There are 12 bridges in Paris"), output_config: { format, effort: "low" as const } };
			const parsed = await client.messages.parse(asked);
			expect(parsed.parsed_output).toEqual({ city: "Paris", count: 12 });
			expect((await client.messages.stream(asked).finalMessage()).parsed_output).toEqual(parsed.parsed_output);
		});

		it("writes prompts into the cache and reads them from it", async () => {
			const client = await open();
			const system: Anthropic.TextBlockParam[] = [
				{ type: "text", text: "A long text. ".repeat(20), cache_control: { type: "ephemeral", ttl: "1h" } },
			];
			const first = (await client.messages.create({ ...say("Hello"), system })).usage;
			const second = (await client.messages.create({ ...say("Bye"), system })).usage;
			expect([first.cache_read_input_tokens, second.cache_creation_input_tokens]).toEqual([0, 0]);
			expect(first.cache_creation?.ephemeral_1h_input_tokens).toBe(second.cache_read_input_tokens);
			expect(second.cache_read_input_tokens).toBeGreaterThan(0);
		});

		it("shows images and documents", async () => {
			const client = await open();
			const show = (block: Anthropic.ContentBlockParam) =>
				client.messages.create({
					...say(""),
					messages: [{ role: "user", content: [{ type: "text", text: "Look" }, block] }],
				});
			const image = await show({
				type: "image",
				source: { type: "base64", media_type: "image/png", data: "iVBORw0KGgo=" },
			});
			expect(textOf(image)).toContain("I saw an image.");
			const pdf = await show({
				type: "document",
				source: { type: "base64", media_type: "application/pdf", data: "JVBERi0=" },
			});
			expect(pdf.stop_reason).toBe("end_turn");
			const wrong = { type: "base64", media_type: "text/csv", data: "eA==" };
			await expect(
				show({ type: "document", source: wrong } as unknown as Anthropic.DocumentBlockParam),
			).rejects.toThrow("document.source.base64.media_type: Input should be 'application/pdf'");
		});
	});

	describe(`the official Anthropic client, ${way}: the rest`, () => {
		it("counts tokens as messages do", async () => {
			const client = await open();
			const { max_tokens: _, ...asked } = say("How much is this?");
			const { input_tokens } = await client.messages.countTokens({ ...asked, tools: [tool], system: "Be short." });
			const message = await client.messages.create({ ...say("How much is this?"), tools: [tool], system: "Be short." });
			expect(input_tokens).toBe(message.usage.input_tokens);
			const sampled = { ...asked, temperature: 1 } as unknown as Anthropic.MessageCountTokensParams;
			await expect(client.messages.countTokens(sampled)).rejects.toThrow("temperature: Extra inputs are not permitted");
		});

		it("lists and retrieves models, and misses those that do not exist", async () => {
			const client = await open();
			const names: string[] = [];
			for await (const model of client.models.list({ limit: 2 })) names.push(model.id);
			expect(names).toContain("claude-sonnet-4-6");
			expect(new Set(names).size).toBe(names.length);
			expect((await client.models.retrieve("claude-haiku-4-5-20251001")).display_name).toBe("Claude Haiku 4.5");
			await expect(client.models.retrieve("gpt-4.1")).rejects.toBeInstanceOf(Anthropic.NotFoundError);
			await expect(client.messages.create({ ...say("x"), model: "claude-haiku-4.5" })).rejects.toMatchObject({
				status: 404,
				error: { type: "error", error: { type: "not_found_error", message: "model: claude-haiku-4.5" } },
			});
			await stage?.close();
			const anything = await open({ anyModel: true });
			expect((await anything.messages.create({ ...say("x"), model: "llama" })).model).toBe("llama");
		});

		it("runs batches of messages", async () => {
			const client = await open({ script: [{ when: { prompt: "busy" }, reply: { error: { status: 529 } } }] });
			const { id, processing_status } = await client.messages.batches.create({
				requests: [
					{ custom_id: "a", params: say("Hello") },
					{ custom_id: "b", params: { ...say("x"), model: "gpt-4.1" } },
					{ custom_id: "c", params: say("busy") },
				],
			});
			expect(processing_status).toBe("in_progress");
			const ended = await client.messages.batches.retrieve(id);
			expect(ended).toMatchObject({ processing_status: "ended", request_counts: { succeeded: 1, errored: 2 } });
			const results = [];
			for await (const line of await client.messages.batches.results(id)) results.push(line);
			expect(results).toMatchObject([
				{ custom_id: "a", result: { type: "succeeded", message: { role: "assistant" } } },
				{ custom_id: "b", result: { type: "errored", error: { error: { type: "not_found_error" } } } },
				{ custom_id: "c", result: { type: "errored", error: { error: { type: "overloaded_error" } } } },
			]);
			expect((await client.messages.batches.list()).data.map((batch) => batch.id)).toEqual([id]);
			await client.messages.batches.delete(id);
			await expect(client.messages.batches.retrieve(id)).rejects.toBeInstanceOf(Anthropic.NotFoundError);
		});

		it("cancels batches", async () => {
			const client = await open();
			const { id } = await client.messages.batches.create({ requests: [{ custom_id: "a", params: say("Hello") }] });
			await expect(client.messages.batches.delete(id)).rejects.toBeInstanceOf(Anthropic.BadRequestError);
			expect((await client.messages.batches.cancel(id)).processing_status).toBe("canceling");
			expect((await client.messages.batches.retrieve(id)).request_counts).toMatchObject({ canceled: 1, succeeded: 0 });
			const twice = [1, 2].map(() => ({ custom_id: "a", params: say("Hello") }));
			await expect(client.messages.batches.create({ requests: twice })).rejects.toThrow("custom_id 'a' is not unique");
		});

		it.each([
			[400, Anthropic.BadRequestError],
			[401, Anthropic.AuthenticationError],
			[403, Anthropic.PermissionDeniedError],
			[404, Anthropic.NotFoundError],
			[409, Anthropic.ConflictError],
			[429, Anthropic.RateLimitError],
			[500, Anthropic.InternalServerError],
			[529, Anthropic.InternalServerError],
		])("throws the client's own error for a %i", async (status, kind) => {
			const client = await open({ script: [{ reply: { error: { status, message: "Scripted." } } }] });
			const error = await client.messages.create(say("x")).catch((thrown: unknown) => thrown);
			expect(error).toBeInstanceOf(kind);
			expect(error).toMatchObject({
				status,
				requestID: expect.stringMatching(/^req_/),
				error: { error: { message: "Scripted." } },
			});
		});

		it("takes a key as a bearer or as x-api-key, misses one, and refuses a wrong one", async () => {
			const client = await open({ keys: ["right"] }, { apiKey: "right" });
			expect(textOf(await client.messages.create(say("Hello")))).toContain("Hello");
			expect(stage?.simulator.requests()[0]?.headers).toMatchObject({ authorization: "Bearer right" });
			const old = { headers: { authorization: null, "x-api-key": "right" } };
			expect(textOf(await client.messages.create(say("Hello"), old))).toContain("Hello");
			const wrong = { headers: { authorization: "Bearer wrong" } };
			await expect(client.messages.create(say("x"), wrong)).rejects.toBeInstanceOf(Anthropic.AuthenticationError);
		});

		it("tries again as the answer says", async () => {
			const overloaded = { error: { status: 529, headers: { "retry-after-ms": "1" } } };
			const client = await open({ script: [{ when: { times: 2 }, reply: overloaded }] }, { maxRetries: 2 });
			expect(textOf(await client.messages.create(say("Hello")))).toContain("Hello");
			expect(stage?.simulator.requests()).toHaveLength(3);
		});

		it("shows rate limits in the headers", async () => {
			const client = await open();
			const { response } = await client.messages.create(say("Hello")).withResponse();
			expect(response.headers.get("anthropic-ratelimit-requests-remaining")).toBe("3999");
			expect(response.headers.get("anthropic-ratelimit-tokens-reset")).toBe("2026-01-01T00:00:00Z");
		});

		it("breaks a stream that is cut, and one with an error in it", async () => {
			const read = async (reply: object) => {
				await stage?.close();
				const client = await open({ script: [{ reply }] });
				return client.messages.stream(say("Hello")).finalMessage();
			};
			await expect(read({ fault: { type: "cut", afterBytes: 700 } })).rejects.toThrow();
			await expect(read({ fault: { type: "end", afterFrames: 3 } })).rejects.toThrow();
			const failed = read({ error: { status: 529, afterFrames: 4 } });
			await expect(failed).rejects.toMatchObject({ error: { error: { type: "overloaded_error" } } });
			const hanging = await open({ script: [{ reply: { fault: { type: "hang" } } }] }, { timeout: 20 });
			await expect(hanging.messages.create(say("x"))).rejects.toBeInstanceOf(Anthropic.APIConnectionTimeoutError);
		});
	});
}

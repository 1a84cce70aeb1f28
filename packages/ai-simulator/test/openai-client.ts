import type { SimulatorOptions } from "@workkit/ai-simulator";
import OpenAI, { type ClientOptions } from "openai";
import { zodFunction, zodResponseFormat, zodTextFormat } from "openai/helpers/zod";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import type { SetStage, Stage } from "./stage.ts";

const weather = {
	name: "get_weather",
	parameters: {
		type: "object",
		properties: { city: { type: "string" } },
		required: ["city"],
		additionalProperties: false,
	},
};
const chatTool = { type: "function", function: weather } as const;
const flatTool = { type: "function", strict: true, ...weather } as const;
const say = (content: string) => ({ model: "gpt-4.1", messages: [{ role: "user" as const, content }] });

/** The client's types let an output back in only one by one. */
const back = (output: readonly OpenAI.Responses.ResponseOutputItem[]) => output as OpenAI.Responses.ResponseInput;

/** What OpenAI's own client must be able to do. */
export function officialOpenai(way: string, setStage: SetStage): void {
	let stage: Stage | undefined;
	const open = async (options?: SimulatorOptions, client?: ClientOptions): Promise<OpenAI> => {
		stage = await setStage(options);
		return new OpenAI({
			apiKey: "sk-any",
			baseURL: stage.openaiUrl,
			maxRetries: 0,
			...(stage.fetch === undefined ? {} : { fetch: stage.fetch }),
			...client,
		});
	};
	afterEach(() => stage?.close());

	describe(`the official OpenAI client, ${way}: chat`, () => {
		it("completes, and shows the request's id", async () => {
			const client = await open();
			const completion = await client.chat.completions.create(say("Hello"));
			expect(completion.choices[0]?.message.content).toContain("Hello");
			expect(completion.usage?.total_tokens).toBeGreaterThan(0);
			expect(completion._request_id).toMatch(/^req_/);
		});

		it("streams, with a chunk of usage", async () => {
			const client = await open();
			const stream = await client.chat.completions.create({
				...say("Hello"),
				stream: true,
				stream_options: { include_usage: true },
			});
			let text = "";
			let usage: unknown;
			for await (const chunk of stream) {
				text += chunk.choices[0]?.delta.content ?? "";
				usage = chunk.usage ?? usage;
			}
			expect(text).toContain("Hello");
			expect(usage).toMatchObject({ completion_tokens: expect.any(Number) });
		});

		it("streams with the helper", async () => {
			const client = await open();
			const stream = client.chat.completions.stream(say("Hello"));
			let text = "";
			stream.on("content", (delta) => {
				text += delta;
			});
			const final = await stream.finalChatCompletion();
			expect(final.choices[0]?.message.content).toBe(text);
			expect(final.choices[0]?.finish_reason).toBe("stop");
		});

		it("calls tools and takes their results", async () => {
			const client = await open();
			const first = await client.chat.completions.create({
				...say("Use get_weather and get_time for Paris"),
				tools: [chatTool, { type: "function", function: { ...weather, name: "get_time" } }],
				tool_choice: "required",
			});
			const message = first.choices[0]?.message;
			const calls = message?.tool_calls ?? [];
			expect(calls.map((call) => call.type === "function" && call.function.name)).toEqual(["get_weather", "get_time"]);
			expect(first.choices[0]?.finish_reason).toBe("tool_calls");
			const second = await client.chat.completions.create({
				model: "gpt-4.1",
				messages: [
					{ role: "user", content: "Use get_weather and get_time for Paris" },
					...(message === undefined ? [] : [message]),
					...calls.map(({ id }) => ({ role: "tool" as const, tool_call_id: id, content: "12 degrees" })),
				],
				tools: [chatTool],
			});
			expect(second.choices[0]?.message.content).toContain("12 degrees");
		});

		it("runs tools by itself", async () => {
			const client = await open();
			const runner = client.chat.completions.runTools({
				...say("get_weather in Paris"),
				tools: [
					zodFunction({
						name: "get_weather",
						parameters: z.object({ city: z.string() }),
						function: ({ city }) => `Rain in ${city}`,
					}),
				],
			});
			expect(await runner.finalContent()).toContain("Rain in Paris");
		});

		it("parses structured output by a schema, plain and streamed", async () => {
			const client = await open();
			const format = zodResponseFormat(
				z.object({ city: z.string(), degrees: z.number(), sky: z.enum(["blue", "grey"]) }),
				"weather",
			);
			const asked = { ...say("It is 12 degrees in Paris"), response_format: format };
			const parsed = await client.chat.completions.parse(asked);
			expect(parsed.choices[0]?.message.parsed).toEqual({ city: "Paris", degrees: 12, sky: "blue" });
			const streamed = await client.chat.completions.stream(asked).finalChatCompletion();
			expect(streamed.choices[0]?.message.parsed).toEqual(parsed.choices[0]?.message.parsed);
		});

		it("shows images, and gets several choices with their log probabilities", async () => {
			const client = await open();
			const completion = await client.chat.completions.create({
				model: "gpt-4o",
				messages: [
					{
						role: "user",
						content: [
							{ type: "text", text: "What is it?" },
							{ type: "image_url", image_url: { url: "data:image/png;base64,iVBORw0KGgo=" } },
						],
					},
				],
				n: 2,
				logprobs: true,
				top_logprobs: 2,
			});
			expect(completion.choices.map(({ index }) => index)).toEqual([0, 1]);
			expect(completion.choices[0]?.message.content).toContain("I saw an image.");
			const logprobs = completion.choices[1]?.logprobs?.content ?? [];
			expect(logprobs.map(({ token }) => token).join("")).toBe(completion.choices[1]?.message.content);
			expect(logprobs[0]?.top_logprobs).toHaveLength(2);
		});

		it("streams log probabilities", async () => {
			const client = await open();
			const final = await client.chat.completions.stream({ ...say("Hello"), logprobs: true }).finalChatCompletion();
			const logprobs = final.choices[0]?.logprobs?.content ?? [];
			expect(logprobs.map(({ token }) => token).join("")).toBe(final.choices[0]?.message.content);
		});

		it("is refused what models that reason do not take", async () => {
			const client = await open();
			const refused = (extra: object, model = "gpt-5-mini") =>
				expect(client.chat.completions.create({ ...say("Hello"), model, ...extra })).rejects;
			await refused({ logprobs: true }).toThrow(
				"400 Unsupported parameter: 'logprobs' is not supported with this model.",
			);
			await refused({ logprobs: true }, "o4-mini").toThrow(
				"403 You are not allowed to request logprobs from this model",
			);
			await refused({ temperature: 0.5 }).toThrow("Only the default (1) value is supported.");
			await refused({ temperature: 3 }, "gpt-4.1").toThrow(
				"decimal above maximum value. Expected a value <= 2, but got 3",
			);
			await refused({ n: 0 }, "gpt-4.1").toThrow("integer below minimum value");
			await refused({ top_logprobs: 1 }, "gpt-4.1").toThrow("only allowed when 'logprobs' is enabled");
		});
	});

	describe(`the official OpenAI client, ${way}: responses`, () => {
		const ask = (input: string) => ({ model: "gpt-5", input });

		it("creates one", async () => {
			const client = await open();
			const response = await client.responses.create({ ...ask("Hello"), instructions: "Be short." });
			expect(response.output_text).toContain("Hello");
			expect(response.status).toBe("completed");
			expect(response.usage?.input_tokens).toBeGreaterThan(0);
		});

		it("streams every event by name, in order and numbered", async () => {
			const client = await open();
			const stream = await client.responses.create({
				...ask("Use get_weather for Paris"),
				reasoning: { effort: "low", summary: "auto" },
				tools: [flatTool],
				stream: true,
			});
			const types: string[] = [];
			const numbers: number[] = [];
			for await (const event of stream) {
				if (types.at(-1) !== event.type) types.push(event.type);
				numbers.push(event.sequence_number);
			}
			expect(numbers).toEqual(numbers.map((_, index) => index));
			expect(types).toEqual([
				"response.created",
				"response.in_progress",
				"response.output_item.added",
				"response.reasoning_summary_part.added",
				"response.reasoning_summary_text.delta",
				"response.reasoning_summary_text.done",
				"response.reasoning_summary_part.done",
				"response.output_item.done",
				"response.output_item.added",
				"response.function_call_arguments.delta",
				"response.function_call_arguments.done",
				"response.output_item.done",
				"response.completed",
			]);
		});

		it("streams text with the helper, and refusals", async () => {
			const client = await open({ script: [{ when: { prompt: "bomb" }, reply: { refusal: "No." } }] });
			const types: string[] = [];
			const stream = client.responses.stream(ask("Hello"));
			stream.on("event", ({ type }) => {
				if (types.at(-1) !== type) types.push(type);
			});
			expect((await stream.finalResponse()).output_text).toContain("Hello");
			expect(types.slice(2, -1)).toEqual([
				"response.output_item.added",
				"response.content_part.added",
				"response.output_text.delta",
				"response.output_text.done",
				"response.content_part.done",
				"response.output_item.done",
			]);
			const refused = await client.responses.stream(ask("bomb")).finalResponse();
			expect(refused.output).toMatchObject([{ content: [{ type: "refusal", refusal: "No." }] }]);
		});

		it("calls tools, and takes their results by call_id", async () => {
			const client = await open();
			const input: OpenAI.Responses.ResponseInput = [{ role: "user", content: "Use get_weather for Paris" }];
			const first = await client.responses.create({ model: "gpt-5", input, tools: [flatTool] });
			const call = first.output.find((item) => item.type === "function_call");
			expect(call?.arguments).toBe('{"city":"Paris"}');
			expect(call?.id).not.toBe(call?.call_id);
			const output = (call_id: string | undefined) =>
				({ type: "function_call_output", call_id: String(call_id), output: "12 degrees" }) as const;
			const second = await client.responses.create({
				model: "gpt-5",
				input: [...input, ...back(first.output), output(call?.call_id)],
				tools: [flatTool],
			});
			expect(second.output_text).toContain("12 degrees");
			const chained = await client.responses.create({
				model: "gpt-5",
				previous_response_id: first.id,
				input: [output(call?.call_id)],
			});
			expect(chained.output_text).toContain("12 degrees");
			const refused = (items: OpenAI.Responses.ResponseInput) =>
				expect(client.responses.create({ model: "gpt-5", input: items })).rejects;
			await refused([...input, output(call?.id)]).toThrow(
				`No tool call found for function call output with call_id ${call?.id}`,
			);
			await refused([...input, ...back(first.output)]).toThrow(
				`No tool output found for function call ${call?.call_id}`,
			);
		});

		it("parses structured output", async () => {
			const client = await open();
			const format = zodTextFormat(z.object({ city: z.string() }), "place");
			const asked = { ...ask("Tell me of Paris"), text: { format } };
			expect((await client.responses.parse(asked)).output_parsed).toEqual({ city: "Paris" });
			expect((await client.responses.stream(asked).finalResponse()).output_parsed).toEqual({ city: "Paris" });
		});

		it("stores, chains, lists and deletes", async () => {
			const client = await open();
			const first = await client.responses.create(ask("My name is Ada"));
			const second = await client.responses.create({ ...ask("And mine?"), previous_response_id: first.id });
			expect(second.usage?.input_tokens).toBeGreaterThan(Number(first.usage?.input_tokens));
			const third = await client.responses.create({ ...ask("And mine?"), previous_response_id: second.id });
			const said = Number(second.usage?.input_tokens) + Number(second.usage?.output_tokens);
			expect(third.usage?.input_tokens).toBeGreaterThanOrEqual(said);
			expect(await client.responses.retrieve(first.id)).toMatchObject({ id: first.id, output_text: first.output_text });
			const items = await client.responses.inputItems.list(first.id);
			expect(items.data).toMatchObject([
				{ type: "message", role: "user", content: [{ type: "input_text", text: "My name is Ada" }] },
			]);
			await client.responses.delete(first.id);
			await expect(client.responses.retrieve(first.id)).rejects.toBeInstanceOf(OpenAI.NotFoundError);
			await expect(client.responses.create({ ...ask("x"), previous_response_id: first.id })).rejects.toMatchObject({
				status: 400,
				code: "previous_response_not_found",
			});
			const kept = await client.responses.create({ ...ask("Hello"), store: false });
			await expect(client.responses.retrieve(kept.id)).rejects.toBeInstanceOf(OpenAI.NotFoundError);
		});

		it("streams a stored response again, from anywhere", async () => {
			const client = await open();
			const { id, output_text } = await client.responses.create(ask("Hello"));
			const stream = await client.responses.retrieve(id, { stream: true, starting_after: 3 });
			const events = [];
			for await (const event of stream) events.push(event);
			expect(events[0]?.sequence_number).toBe(4);
			expect(events.at(-1)).toMatchObject({ type: "response.completed" });
			expect(
				events.flatMap((event) => (event.type === "response.output_text.delta" ? [event.delta] : [])).join(""),
			).toBe(output_text);
		});

		it("takes reasoning back sealed, and only unaltered", async () => {
			const client = await open();
			const options = {
				model: "gpt-5",
				store: false,
				reasoning: { effort: "low" },
				include: ["reasoning.encrypted_content"],
			} as const;
			const first = await client.responses.create({ ...options, include: [...options.include], input: "Hello" });
			const [reasoning, ...rest] = first.output;
			if (reasoning?.type !== "reasoning") throw new Error("There is no reasoning.");
			const again = (item: OpenAI.Responses.ResponseReasoningItem) =>
				client.responses.create({ model: "gpt-5", input: [item, ...back(rest), { role: "user", content: "Go on" }] });
			const altered = { ...reasoning, encrypted_content: `${reasoning.encrypted_content}x` };
			await expect(again(altered)).rejects.toMatchObject({ code: "invalid_encrypted_content" });
			const { encrypted_content: _, ...bare } = reasoning;
			await expect(again(bare)).rejects.toThrow("Items are not persisted when `store` is set to false.");
			expect((await again(reasoning)).output_text).toContain("Go on");
		});

		it("ends incomplete at the limit, and fails in the middle", async () => {
			const client = await open({
				script: [{ when: { stream: true }, reply: { error: { status: 500, afterFrames: 5 } } }],
			});
			expect(await client.responses.create({ ...ask("Hello".repeat(99)), max_output_tokens: 16 })).toMatchObject({
				status: "incomplete",
				incomplete_details: { reason: "max_output_tokens" },
				output: [{ status: "incomplete" }],
			});
			const stream = await client.responses.create({ ...ask("Hello"), stream: true });
			const read = async () => {
				for await (const event of stream) expect(event.sequence_number).toBeLessThan(5);
			};
			await expect(read()).rejects.toBeInstanceOf(OpenAI.APIError);
		});

		it("is refused what belongs to chat completions", async () => {
			const client = await open();
			const refused = (body: object) =>
				expect(
					client.responses.create({ ...ask("Hello"), ...body } as OpenAI.Responses.ResponseCreateParamsNonStreaming),
				).rejects;
			await refused({ response_format: { type: "json_object" } }).toThrow("this parameter has moved to 'text.format'");
			await refused({ tools: [chatTool] }).toThrow("Missing required parameter: 'tools[0].name'.");
			await refused({ max_output_tokens: 1 }).toThrow("Expected a value >= 16, but got 1 instead.");
			await refused({ colour: "red" }).toThrow("Unknown parameter: 'colour'.");
			await refused({ model: "gpt-4.1", reasoning: { effort: "low" } }).toThrow(
				"'reasoning.effort' is not supported with this model",
			);
			await refused({ input: [{ role: "assistant", content: [{ type: "input_text", text: "x" }] }] }).toThrow(
				"Invalid value: 'input_text'. Supported values are: 'output_text', 'refusal'.",
			);
			await refused({ input: [{ role: "user", content: [{ type: "input_image", image_url: { url: "x" } }] }] }).toThrow(
				"Invalid type for 'input[0].content[0].image_url': expected a string",
			);
		});

		it("counts input, works in the background and can be cancelled", async () => {
			const client = await open();
			expect(await client.responses.inputTokens.count(ask("Hello"))).toEqual({
				object: "response.input_tokens",
				input_tokens: 2,
			});
			const started = await client.responses.create({ ...ask("Hello"), background: true });
			expect([started.status, started.output]).toEqual(["queued", []]);
			expect((await client.responses.retrieve(started.id)).status).toBe("completed");
			expect((await client.responses.cancel(started.id)).id).toBe(started.id);
			const { id } = await client.responses.create(ask("Hello"));
			await expect(client.responses.cancel(id)).rejects.toBeInstanceOf(OpenAI.BadRequestError);
		});
	});

	describe(`the official OpenAI client, ${way}: the rest`, () => {
		it("embeds, as numbers and as base64, in fewer dimensions", async () => {
			const client = await open();
			const ask = { model: "text-embedding-3-small", input: ["a cat", "a dog"], dimensions: 256 };
			const decoded = await client.embeddings.create(ask);
			const plain = await client.embeddings.create({ ...ask, encoding_format: "float" });
			expect(decoded.data.map(({ embedding }) => embedding.length)).toEqual([256, 256]);
			expect(decoded.data).toEqual(plain.data);
			await expect(client.embeddings.create({ model: "gpt-4.1", input: "x" })).rejects.toBeInstanceOf(
				OpenAI.PermissionDeniedError,
			);
		});

		it("lists and retrieves models, and misses those that do not exist", async () => {
			const client = await open();
			const names = [];
			for await (const model of client.models.list()) names.push(model.id);
			expect(names).toContain("gpt-4.1");
			for (const name of ["gpt-5.2", "gpt-4o-2024-08-06", "ft:gpt-4.1-mini-2025-04-14:acme::abc123", "o3"]) {
				expect((await client.models.retrieve(name)).id).toBe(name);
			}
			await expect(client.models.retrieve("llama-3")).rejects.toMatchObject({
				status: 404,
				code: "model_not_found",
				param: "model",
			});
			await expect(client.chat.completions.create({ ...say("x"), model: "llama-3" })).rejects.toMatchObject({
				status: 404,
				code: "model_not_found",
				message: "404 The model `llama-3` does not exist or you do not have access to it.",
			});
			await stage?.close();
			const anything = await open({ anyModel: true });
			expect((await anything.chat.completions.create({ ...say("x"), model: "llama-3" })).model).toBe("llama-3");
		});

		it("moderates", async () => {
			const client = await open();
			const { results } = await client.moderations.create({ input: ["flowers", "so much violence"] });
			expect(results.map(({ flagged }) => flagged)).toEqual([false, true]);
			expect(results[1]?.categories.violence).toBe(true);
		});

		it.each([
			[400, OpenAI.BadRequestError],
			[401, OpenAI.AuthenticationError],
			[403, OpenAI.PermissionDeniedError],
			[404, OpenAI.NotFoundError],
			[409, OpenAI.ConflictError],
			[422, OpenAI.UnprocessableEntityError],
			[429, OpenAI.RateLimitError],
			[500, OpenAI.InternalServerError],
			[503, OpenAI.InternalServerError],
		])("throws the client's own error for a %i", async (status, kind) => {
			const client = await open({ script: [{ reply: { error: { status, message: "Scripted." } } }] });
			const error = await client.chat.completions.create(say("x")).catch((thrown: unknown) => thrown);
			expect(error).toBeInstanceOf(kind);
			expect(error).toMatchObject({
				status,
				requestID: expect.stringMatching(/^req_/),
				message: `${status} Scripted.`,
			});
		});

		it("misses a key, and refuses a wrong one", async () => {
			const client = await open({ keys: ["sk-right"] });
			await expect(client.models.list()).rejects.toMatchObject({ status: 401, code: "invalid_api_key" });
			await expect(client.models.list({ headers: { Authorization: null } })).rejects.toBeInstanceOf(
				OpenAI.AuthenticationError,
			);
			const right = client.withOptions({ apiKey: "sk-right" });
			expect((await right.models.list()).data.length).toBeGreaterThan(0);
		});

		it("tries again as the answer says", async () => {
			const limited = { error: { status: 429, headers: { "retry-after-ms": "1" } } };
			const client = await open({ script: [{ when: { times: 2 }, reply: limited }] }, { maxRetries: 2 });
			expect((await client.chat.completions.create(say("Hello"))).choices).toHaveLength(1);
			const final = { error: { status: 503, headers: { "x-should-retry": "false" } } };
			await stage?.close();
			const stopped = await open({ script: [{ reply: final }] }, { maxRetries: 2 });
			await expect(stopped.chat.completions.create(say("Hello"))).rejects.toBeInstanceOf(OpenAI.InternalServerError);
			expect(stage?.simulator.requests()).toHaveLength(1);
		});

		it("shows rate limits in the headers", async () => {
			const client = await open();
			const { response } = await client.chat.completions.create(say("Hello")).withResponse();
			expect(response.headers.get("x-ratelimit-remaining-requests")).toBe("9999");
			expect(response.headers.get("x-ratelimit-reset-requests")).toBe("6ms");
		});

		it("breaks a stream that is cut, and one with an error in it", async () => {
			const read = async (reply: object) => {
				await stage?.close();
				const client = await open({ script: [{ reply }] });
				for await (const chunk of await client.chat.completions.create({ ...say("Hello"), stream: true }))
					expect(chunk.id).toMatch(/^chatcmpl-/);
			};
			await expect(read({ fault: { type: "cut", afterBytes: 500 } })).rejects.toThrow();
			await expect(read({ error: { status: 500, afterFrames: 2 } })).rejects.toBeInstanceOf(OpenAI.APIError);
			await expect(read({ fault: { type: "malformed" } })).rejects.toBeInstanceOf(SyntaxError);
			const hanging = await open({ script: [{ reply: { fault: { type: "hang" } } }] }, { timeout: 20 });
			await expect(hanging.chat.completions.create(say("x"))).rejects.toBeInstanceOf(OpenAI.APIConnectionTimeoutError);
		});
	});
}

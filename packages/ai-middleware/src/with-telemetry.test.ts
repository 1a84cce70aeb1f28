import { metrics, SpanKind, SpanStatusCode, type Tracer, trace } from "@opentelemetry/api";
import {
	AggregationTemporality,
	type DataPoint,
	type Histogram,
	InMemoryMetricExporter,
	MeterProvider,
	PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { ServiceUnavailableError } from "@workkit/errors";
import { describe, expect, expectTypeOf, it, vi } from "vitest";
import { failureOf, gatewayOf, hear, type Step, scripted, streamOf } from "../test/scripted.ts";
import { type TelemetryConfig, type TelemetryMeter, type TelemetryTracer, withRetry, withTelemetry } from "./index.ts";

const input = { prompt: "my secret", maxTokens: 99, temperature: 0.5, top_p: 0.9 };
const text = { type: "text", delta: "the answer" } as const;

/** A gateway of one scripted provider, traced and measured by OpenTelemetry's own SDK. */
function stage(steps: Step[], config: TelemetryConfig = {}) {
	const spans = new InMemorySpanExporter();
	const tracer = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }).getTracer("test");
	const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
	const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 1e6 });
	const meter = new MeterProvider({ readers: [reader] }).getMeter("test");
	return {
		gateway: withTelemetry(gatewayOf({ openai: scripted(...steps) }), { tracer, meter, ...config }),
		spans: () => spans.getFinishedSpans(),
		async points(name: string) {
			// Exports what was measured, and stops the reader's timer.
			await reader.shutdown();
			const all = exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
			const named = all.filter(({ descriptor }) => descriptor.name === name);
			// The SDK's type has a list of points for each kind of metric.
			return named.flatMap(({ dataPoints }) => dataPoints as DataPoint<Histogram>[]);
		},
	};
}

const usage = { inputTokens: 7, outputTokens: 9, cachedInputTokens: 3, cacheWriteTokens: 2, reasoningTokens: 4 };

describe("withTelemetry", () => {
	it("takes OpenTelemetry's own tracer and meter", () => {
		expectTypeOf<Tracer>().toExtend<TelemetryTracer>();
		expectTypeOf(metrics.getMeter("x")).toExtend<TelemetryMeter>();
		// Without a provider they do nothing, and nothing fails.
		withTelemetry(gatewayOf({ a: scripted("fine") }), { tracer: trace.getTracer("x"), meter: metrics.getMeter("x") });
	});

	it("spans a call, under the conventions' names", async () => {
		const { gateway, spans } = stage([{ text: "fine", usage, id: "chatcmpl-1", servedModel: "gpt-5.2-2026" }]);
		await gateway.run("gpt-5.2", input);
		const [span] = spans();
		expect(span).toMatchObject({
			name: "chat gpt-5.2",
			kind: SpanKind.CLIENT,
			ended: true,
			status: { code: SpanStatusCode.UNSET },
		});
		expect(span?.attributes).toEqual({
			"gen_ai.operation.name": "chat",
			"gen_ai.provider.name": "openai",
			"gen_ai.request.model": "gpt-5.2",
			"gen_ai.request.max_tokens": 99,
			"gen_ai.request.temperature": 0.5,
			"gen_ai.request.top_p": 0.9,
			"gen_ai.response.id": "chatcmpl-1",
			"gen_ai.response.model": "gpt-5.2-2026",
			"gen_ai.response.finish_reasons": ["stop"],
			"gen_ai.usage.input_tokens": 7,
			"gen_ai.usage.output_tokens": 9,
			"gen_ai.usage.cache_read.input_tokens": 3,
			"gen_ai.usage.cache_creation.input_tokens": 2,
			"gen_ai.usage.reasoning.output_tokens": 4,
			"workkit.attempts": 1,
		});
	});

	it("spans a stream to its end, with the time to its first event", async () => {
		const { gateway, spans, points } = stage([[text, { type: "done", usage, finishReason: "stop" }]]);
		const stream = await gateway.stream("m", input);
		expect(spans()).toHaveLength(0);
		await hear(stream);
		expect(spans()[0]?.attributes).toMatchObject({
			"gen_ai.request.stream": true,
			"gen_ai.response.time_to_first_chunk": expect.any(Number),
			"gen_ai.usage.output_tokens": 9,
			"gen_ai.response.finish_reasons": ["stop"],
		});
		expect(await points("gen_ai.client.operation.time_to_first_chunk")).toMatchObject([{ value: { count: 1 } }]);
	});

	it("ends the span of a stream that its reader leaves", async () => {
		const { gateway, spans } = stage([[text, text, { type: "done" }]]);
		const reader = (await gateway.stream("m", input)).getReader();
		await reader.read();
		await reader.cancel();
		expect(spans()).toMatchObject([{ ended: true, status: { code: SpanStatusCode.UNSET } }]);
	});

	it.each<[string, Step, "run" | "stream"]>([
		["a call", new ServiceUnavailableError("p", { message: "my secret leaked" }), "run"],
		[
			"a stream that breaks",
			() => streamOf([text, new ServiceUnavailableError("p", { message: "my secret leaked" })]),
			"stream",
		],
	])("tells a failure of %s by its code, and not by its words", async (_, step, operation) => {
		const { gateway, spans, points } = stage([step]);
		await (operation === "run" ? failureOf(gateway.run("m", input)) : hear(await gateway.stream("m", input)));
		expect(spans()[0]).toMatchObject({
			status: { code: SpanStatusCode.ERROR },
			attributes: { "error.type": "WORKKIT_SERVICE_UNAVAILABLE" },
		});
		expect(JSON.stringify(spans().map(({ attributes, status, events }) => [attributes, status, events]))).not.toContain(
			"secret",
		);
		const [point] = await points("gen_ai.client.operation.duration");
		expect(point?.attributes).toMatchObject({ "error.type": "WORKKIT_SERVICE_UNAVAILABLE" });
	});

	it("measures durations and tokens", async () => {
		const { gateway, points } = stage([{ text: "fine", usage }]);
		await gateway.run("m", input);
		const tokens = await points("gen_ai.client.token.usage");
		const common = { "gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai", "gen_ai.request.model": "m" };
		expect(tokens.map(({ attributes, value }) => [attributes, value.sum])).toEqual([
			[{ ...common, "gen_ai.token.type": "input" }, 7],
			[{ ...common, "gen_ai.token.type": "output" }, 9],
		]);
	});

	it("measures no tokens that nobody reported", async () => {
		const { gateway, spans, points } = stage(["fine"]);
		await gateway.run("m", input);
		expect(await points("gen_ai.client.token.usage")).toEqual([]);
		expect(Object.keys(spans()[0]?.attributes ?? {}).filter((name) => name.includes("usage"))).toEqual([]);
	});

	it("spans embeddings", async () => {
		const { gateway, spans } = stage([{}]);
		await gateway.embed("m", { text: "my secret" });
		expect(spans()).toMatchObject([{ name: "embeddings m", attributes: { "gen_ai.operation.name": "embeddings" } }]);
	});

	it("says what a call cost, where something priced it", async () => {
		const receipt = { attempts: [], cost: { usd: "0.00125" }, cache: "hit" as const };
		const { gateway, spans } = stage([{ text: "fine", receipt }]);
		await gateway.run("m", input);
		expect(spans()[0]?.attributes).toMatchObject({ "gen_ai.usage.cost": 0.00125, "workkit.cache": "hit" });
	});

	it("inside withRetry has a span for each attempt", async () => {
		const { gateway, spans } = stage([new ServiceUnavailableError("p"), "fine"]);
		await withRetry(gateway, { maxDelayMs: 0 }).run("m", input);
		expect(spans().map(({ status }) => status.code)).toEqual([SpanStatusCode.ERROR, SpanStatusCode.UNSET]);
	});

	it("calls a task that is no conversation by another name than chat", async () => {
		const { gateway, spans } = stage([{}], { recordContent: (json) => json });
		await gateway.run("@cf/resnet-50", { image: [1, 2] });
		expect(spans()).toMatchObject([{ name: "generate_content @cf/resnet-50" }]);
		expect(spans()[0]?.attributes).not.toHaveProperty("gen_ai.input.messages");
	});

	it("says that JSON was asked for, and which of AI Gateway's logs tells of the call", async () => {
		const { gateway, spans } = stage([
			(call) => {
				call.receipt.gateway = { logId: "log-1" };
				return "{}";
			},
		]);
		await gateway.run("m", input, { responseFormat: "json" });
		expect(spans()[0]?.attributes).toMatchObject({
			"gen_ai.output.type": "json",
			"cloudflare.ai_gateway.log_id": "log-1",
		});
	});

	it("takes settings that are no numbers for none", async () => {
		const { gateway, spans } = stage(["fine"]);
		await gateway.run("m", { prompt: "hi", temperature: "hot", maxTokens: { most: 1 } } as never);
		const names = Object.keys(spans()[0]?.attributes ?? {});
		expect(names.filter((name) => /temperature|max_tokens/.test(name))).toEqual([]);
	});

	it.each([
		[new TypeError("my secret"), "TypeError"],
		["my secret", "_OTHER"],
	])("classes a failure that is none of ours: %s", async (failure, type) => {
		const { gateway, spans } = stage([() => Promise.reject(failure)]);
		await failureOf(gateway.run("m", input));
		expect(spans()[0]).toMatchObject({ attributes: { "error.type": type }, status: { message: type } });
	});

	it("says which model answered, in metrics too", async () => {
		const { gateway, points } = stage([{ text: "fine", usage, servedModel: "gpt-5.2-2026" }]);
		await gateway.run("gpt-5.2", input);
		for (const name of ["gen_ai.client.operation.duration", "gen_ai.client.token.usage"]) {
			const [point] = await points(name);
			expect(point?.attributes).toMatchObject({
				"gen_ai.request.model": "gpt-5.2",
				"gen_ai.response.model": "gpt-5.2-2026",
			});
		}
	});

	it("sees the first event of a stream that something inside has waited for", async () => {
		const spans = new InMemorySpanExporter();
		const tracer = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }).getTracer("test");
		const provider = scripted([{ type: "done", usage, finishReason: "stop" }]);
		const traced = withTelemetry(withRetry(gatewayOf({ provider })), { tracer });
		await hear(await traced.stream("m", input));
		expect(spans.getFinishedSpans()[0]?.attributes).toMatchObject({
			"gen_ai.response.time_to_first_chunk": expect.any(Number),
			"gen_ai.usage.output_tokens": 9,
		});
	});

	it("names providers as it is told", async () => {
		const { gateway, spans } = stage(["fine"], { providerName: (key) => `the ${key}` });
		await gateway.run("m", input);
		expect(spans()[0]?.attributes["gen_ai.provider.name"]).toBe("the openai");
	});

	it("names providers by their keys when it is told nothing of use", async () => {
		for (const providerName of [
			() => {
				throw new Error("the caller's");
			},
			() => undefined as never,
		]) {
			const { gateway, spans } = stage(["fine"], { providerName });
			expect((await gateway.run("m", input)).text).toBe("fine");
			expect(spans()[0]?.attributes["gen_ai.provider.name"]).toBe("openai");
		}
	});
});

describe("prompts and answers", () => {
	const contents = (spans: ReturnType<ReturnType<typeof stage>["spans"]>) =>
		spans.map(({ attributes }) => [attributes["gen_ai.input.messages"], attributes["gen_ai.output.messages"]])[0];

	it("are not recorded by default", async () => {
		const { gateway, spans } = stage([{ text: "the answer" }, [text, { type: "done" }]]);
		await gateway.run("m", input);
		await hear(await gateway.stream("m", input));
		const all = JSON.stringify(spans().map(({ attributes, events, name }) => [attributes, events, name]));
		expect(all).not.toMatch(/my secret|the answer/);
	});

	it("are recorded as the caller's function leaves them", async () => {
		const { gateway, spans } = stage([{ text: "the answer" }], {
			recordContent: (json) => json.replaceAll("secret", "***"),
		});
		await gateway.run("m", input);
		const [asked, answered] = contents(spans()) ?? [];
		expect(JSON.parse(String(asked))).toEqual([{ role: "user", parts: [{ type: "text", content: "my ***" }] }]);
		expect(JSON.parse(String(answered))).toMatchObject([
			{ role: "assistant", parts: [{ type: "text", content: "the answer" }] },
		]);
	});

	it("are in the conventions' form, whatever they are made of", async () => {
		const toolCall = { id: "1", name: "look", arguments: { at: "it" } };
		const { gateway, spans } = stage(
			[{ text: "a cat", reasoning: "whiskers", toolCalls: [toolCall], rawFinishReason: "tool_calls" }],
			{ recordContent: (json) => json },
		);
		await gateway.run("m", {
			messages: [
				{ role: "system", content: "Be brief." },
				{
					role: "user",
					content: [
						{ type: "text", text: "Look" },
						{ type: "image", image: new Uint8Array([137, 80, 78, 71]) },
						{ type: "image_url", image_url: { url: "https://example.com/cat.png" } },
						{ type: "file", data: "https://example.com/a.pdf", mediaType: "application/pdf" },
						{ type: "file", data: "UklGRg==", mediaType: "audio/wav" },
					],
				},
				{ role: "assistant", content: null, tool_calls: [{ id: "0", function: { name: "f", arguments: '{"a":1}' } }] },
				{ role: "tool", content: "sunny", tool_call_id: "0" },
				{ role: "assistant", content: [{ type: "reasoning", text: "hm", provider: "openai" }] },
			],
		});
		const [asked, answered] = (contents(spans()) ?? []).map((json) => JSON.parse(String(json)));
		expect(asked).toEqual([
			{ role: "system", parts: [{ type: "text", content: "Be brief." }] },
			{
				role: "user",
				parts: [
					{ type: "text", content: "Look" },
					{ type: "blob", modality: "image", mime_type: "image/png", content: "iVBORw==" },
					{ type: "uri", modality: "image", uri: "https://example.com/cat.png" },
					{ type: "uri", modality: "document", mime_type: "application/pdf", uri: "https://example.com/a.pdf" },
					{ type: "blob", modality: "audio", mime_type: "audio/wav", content: "UklGRg==" },
				],
			},
			{ role: "assistant", parts: [{ type: "tool_call", id: "0", name: "f", arguments: { a: 1 } }] },
			{ role: "tool", parts: [{ type: "tool_call_response", id: "0", response: "sunny" }] },
			{ role: "assistant", parts: [{ type: "reasoning", content: "hm" }] },
		]);
		expect(answered).toEqual([
			{
				role: "assistant",
				parts: [
					{ type: "reasoning", content: "whiskers" },
					{ type: "text", content: "a cat" },
					{ type: "tool_call", id: "1", name: "look", arguments: { at: "it" } },
				],
				finish_reason: "tool_call",
			},
		]);
	});

	it("are recorded of embeddings and of streams that their reader leaves, too", async () => {
		const { gateway, spans } = stage([{}, [text, text, { type: "done" }]], { recordContent: (json) => json });
		await gateway.embed("m", { text: "a" });
		const reader = (await gateway.stream("m", input)).getReader();
		await reader.read();
		await reader.cancel();
		const [embedding, stream] = spans().map(({ attributes }) => attributes);
		expect(JSON.parse(String(embedding?.["gen_ai.input.messages"]))).toEqual([
			{ role: "user", parts: [{ type: "text", content: "a" }] },
		]);
		expect(embedding).not.toHaveProperty("gen_ai.output.messages");
		expect(JSON.parse(String(stream?.["gen_ai.output.messages"]))).toEqual([
			{ role: "assistant", parts: [{ type: "text", content: "the answer" }], finish_reason: "unknown" },
		]);
	});

	it.each([
		[
			"throws",
			() => {
				throw new Error("no");
			},
		],
		["gives nothing", () => undefined],
		["gives a promise", () => Promise.resolve("my secret")],
		["gives the object back", (json: string) => JSON.parse(json)],
	])("are not recorded when the function %s", async (_, recordContent) => {
		const { gateway, spans } = stage([{ text: "the answer" }], { recordContent: recordContent as never });
		expect((await gateway.run("m", input)).text).toBe("the answer");
		expect(contents(spans())).toEqual([undefined, undefined]);
		expect(spans()).toHaveLength(1);
		// OpenTelemetry's own tracer leaves such values out; others may not.
		const set = vi.fn();
		const startSpan = vi.fn(() => ({ setAttributes: set, setStatus() {}, end() {} }));
		const config = { tracer: { startSpan }, recordContent: recordContent as never };
		await withTelemetry(gatewayOf({ a: scripted("the answer") }), config).run("m", input);
		expect(JSON.stringify([startSpan.mock.calls, set.mock.calls])).not.toContain("messages");
	});

	it("are not recorded when they have no text form", async () => {
		const { gateway, spans } = stage(["fine"], { recordContent: (json) => json });
		await gateway.run("m", { messages: [{ role: "user", content: "a" }], big: 5n });
		const circle: Record<string, unknown> = {};
		circle.messages = [{ role: "user", content: "a", circle }];
		await gateway.run("m", circle);
		expect(spans()).toHaveLength(2);
	});
});

it("does not fail a call because tracer, span or meter fail", async () => {
	const broken = vi.fn(() => {
		throw new Error("the exporter's");
	});
	const span = { setAttributes: broken, setStatus: broken, end: broken };
	for (const tracer of [{ startSpan: broken }, { startSpan: () => span }]) {
		const meter = { createHistogram: () => ({ record: broken }) };
		const gateway = withTelemetry(gatewayOf({ a: scripted("fine", new ServiceUnavailableError("p")) }), {
			tracer,
			meter,
		});
		expect((await gateway.run("m", input)).text).toBe("fine");
		expect(await failureOf(gateway.run("m", input))).toBeInstanceOf(ServiceUnavailableError);
	}
	expect(broken).toHaveBeenCalled();
});

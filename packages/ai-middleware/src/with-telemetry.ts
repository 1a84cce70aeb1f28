import {
	type AiInput,
	type AiOutput,
	type Call,
	type EmbedInput,
	type Gateway,
	type Middleware,
	use,
	type Wrapped,
} from "@workkit/ai-core";
import { clientKind, errorStatus, type TelemetryMeter, type TelemetryTracer } from "./open-telemetry.ts";
import { observeCall } from "./outcome.ts";
import { quietly } from "./quietly.ts";
import { commonAttributes, errorType, requestAttributes, responseAttributes } from "./telemetry-attributes.ts";

/** Where telemetry goes, and whether prompts and answers go with it. */
export interface TelemetryConfig {
	/** `trace.getTracer("my-worker")` of `@opentelemetry/api`. Default: no spans. */
	readonly tracer?: TelemetryTracer | undefined;
	/** `metrics.getMeter("my-worker")` of `@opentelemetry/api`. Default: no metrics. */
	readonly meter?: TelemetryMeter | undefined;
	/** The conventions' name of a provider, for example `openai`. Default: the gateway's key for it. */
	readonly providerName?: ((provider: string) => string) | undefined;
	/**
	 * Records prompts and answers, as this function leaves them. What it throws on, or leaves as anything but a text, is
	 * not recorded. Default: neither prompts nor answers are recorded.
	 */
	readonly recordContent?: ((json: string, kind: "input" | "output") => string) | undefined;
}

const tokenBuckets = Array.from({ length: 14 }, (_, power) => 4 ** power);
const secondBuckets = Array.from({ length: 14 }, (_, power) => 2 ** power / 100);

/**
 * Spans and metrics for every call, streams to their end, under OpenTelemetry's semantic conventions for generative AI:
 * model, provider, tokens, finish reason, time to the first event, duration, and what `withCost` found it to cost.
 * Works with whatever tracer and meter it is handed, on Workers as in Node; trouble in them never fails a call.
 *
 * Inside `withRetry` each attempt has a span, around it each call.
 *
 * @example
 * ```ts
 * import { type Gateway, type TelemetryTracer, withTelemetry } from "@workkit/ai-gateway";
 *
 * declare const gateway: Gateway;
 * declare const trace: { getTracer(name: string): TelemetryTracer }; // from "@opentelemetry/api"
 * const traced = withTelemetry(gateway, { tracer: trace.getTracer("my-worker") });
 * ```
 */
export function withTelemetry<G extends Gateway>(gateway: G, config: TelemetryConfig): Wrapped<G> {
	const { tracer, meter, providerName = (provider) => provider, recordContent } = config;
	const seconds = { unit: "s", advice: { explicitBucketBoundaries: secondBuckets } };
	const tokens = { unit: "{token}", advice: { explicitBucketBoundaries: tokenBuckets } };
	const duration = meter?.createHistogram("gen_ai.client.operation.duration", seconds);
	const firstChunk = meter?.createHistogram("gen_ai.client.operation.time_to_first_chunk", seconds);
	const usage = meter?.createHistogram("gen_ai.client.token.usage", tokens);

	/** Prompt or answer as an attribute; nothing when it may not be recorded. */
	function content(kind: "input" | "output", value: unknown): Record<string, string> {
		try {
			const text = recordContent?.(JSON.stringify(value), kind);
			return typeof text === "string" ? { [`gen_ai.${kind}.messages`]: text } : {};
		} catch {
			return {};
		}
	}

	const trace: Middleware = (call, next) => {
		const named: Call = { ...call, provider: providerName(call.provider) };
		const startedAt = Date.now();
		const elapsed = (): number => (Date.now() - startedAt) / 1_000;
		const common = commonAttributes(named);
		let span: ReturnType<TelemetryTracer["startSpan"]> | undefined;
		quietly(() => {
			span = tracer?.startSpan(`${common["gen_ai.operation.name"]} ${call.model}`, {
				kind: clientKind,
				attributes: { ...requestAttributes(named), ...content("input", asked(call.input)) },
			});
		});
		return observeCall(call, next, {
			begin() {
				const waited = elapsed();
				quietly(() => span?.setAttributes({ "gen_ai.response.time_to_first_chunk": waited }));
				quietly(() => firstChunk?.record(waited, common));
			},
			end(outcome) {
				if (outcome.type === "error") {
					const type = { "error.type": errorType(outcome.error) };
					quietly(() => span?.setAttributes(type));
					quietly(() => span?.setStatus({ code: errorStatus, message: type["error.type"] }));
					quietly(() => duration?.record(elapsed(), { ...common, ...type }));
				} else {
					const output: Partial<AiOutput> = outcome.output;
					const { inputTokens, outputTokens } = output.usage ?? {};
					const count = (type: string, value: number | undefined): void =>
						quietly(() => value !== undefined && usage?.record(value, { ...common, "gen_ai.token.type": type }));
					quietly(() => span?.setAttributes({ ...responseAttributes(output), ...content("output", answered(output)) }));
					quietly(() => duration?.record(elapsed(), common));
					count("input", inputTokens);
					count("output", outputTokens);
				}
				quietly(() => span?.end());
			},
		});
	};
	return use(gateway, trace);
}

/** The messages of an input, in the conventions' form of roles and parts. */
function asked(input: AiInput | EmbedInput): unknown {
	const { messages, prompt, text } = input as { messages?: unknown; prompt?: unknown; text?: unknown };
	return messages ?? [{ role: "user", parts: [{ type: "text", content: prompt ?? text }] }];
}

/** The answer in the conventions' form of roles and parts. */
function answered({ text = "", toolCalls = [], finishReason }: Partial<AiOutput>): unknown {
	const calls = toolCalls.map(({ id, name, arguments: args }) => ({ type: "tool_call", id, name, arguments: args }));
	return [{ role: "assistant", parts: [{ type: "text", content: text }, ...calls], finish_reason: finishReason }];
}

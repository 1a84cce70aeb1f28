import { type AiOutput, type Call, type Gateway, type Middleware, use, type Wrapped } from "@workkit/ai-core";
import { clientKind, errorStatus, type TelemetryMeter, type TelemetryTracer } from "./open-telemetry.ts";
import { observeCall } from "./outcome.ts";
import { quietly } from "./quietly.ts";
import { commonAttributes, errorType, requestAttributes, responseAttributes } from "./telemetry-attributes.ts";
import { inputMessages, outputMessages } from "./telemetry-messages.ts";
import { writesText } from "./writes-text.ts";

/** Where telemetry goes, and whether prompts and answers go with it. */
export interface TelemetryConfig {
	/** `trace.getTracer("my-worker")` of `@opentelemetry/api`. Default: no spans. */
	readonly tracer?: TelemetryTracer | undefined;
	/** `metrics.getMeter("my-worker")` of `@opentelemetry/api`. Default: no metrics. */
	readonly meter?: TelemetryMeter | undefined;
	/** The conventions' name of a provider, for example `openai`. Default, also where it fails: the gateway's key for it. */
	readonly providerName?: ((provider: string) => string) | undefined;
	/**
	 * Records prompts and answers, as this function leaves them: it is given the conventions' messages as JSON. What it throws on, or leaves as anything but a text, is
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
	const { tracer, meter, providerName, recordContent } = config;
	const seconds = { unit: "s", advice: { explicitBucketBoundaries: secondBuckets } };
	const tokens = { unit: "{token}", advice: { explicitBucketBoundaries: tokenBuckets } };
	const duration = meter?.createHistogram("gen_ai.client.operation.duration", seconds);
	const firstChunk = meter?.createHistogram("gen_ai.client.operation.time_to_first_chunk", seconds);
	const usage = meter?.createHistogram("gen_ai.client.token.usage", tokens);

	/** Prompt or answer as an attribute; nothing when it may not be recorded. */
	function content(kind: "input" | "output", messages: () => unknown): Record<string, string> {
		try {
			const value = recordContent && messages();
			const text = value === undefined ? undefined : recordContent?.(JSON.stringify(value), kind);
			return typeof text === "string" ? { [`gen_ai.${kind}.messages`]: text } : {};
		} catch {
			return {};
		}
	}

	const trace: Middleware = (call, next) => {
		const named: { -readonly [K in keyof Call]: Call[K] } = { ...call };
		quietly(() => {
			named.provider = providerName?.(call.provider) ?? call.provider;
		});
		const startedAt = Date.now();
		const elapsed = (): number => (Date.now() - startedAt) / 1_000;
		const common = commonAttributes(named);
		let span: ReturnType<TelemetryTracer["startSpan"]> | undefined;
		quietly(() => {
			span = tracer?.startSpan(`${common["gen_ai.operation.name"]} ${call.model}`, {
				kind: clientKind,
				attributes: { ...requestAttributes(named), ...content("input", () => inputMessages(call)) },
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
					const served = { ...common, ...(output.servedModel && { "gen_ai.response.model": output.servedModel }) };
					const count = (type: string, value: number | undefined): void =>
						quietly(() => value !== undefined && usage?.record(value, { ...served, "gen_ai.token.type": type }));
					// Vectors and pictures are no messages.
					const said = () => (writesText(call) ? outputMessages(output) : undefined);
					quietly(() => span?.setAttributes({ ...responseAttributes(output), ...content("output", said) }));
					quietly(() => duration?.record(elapsed(), served));
					count("input", inputTokens);
					count("output", outputTokens);
				}
				quietly(() => span?.end());
			},
		});
	};
	return use(gateway, trace);
}

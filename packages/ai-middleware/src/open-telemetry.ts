/** Values of attributes. */
export type TelemetryAttributes = Record<string, string | number | boolean | string[]>;

/** What is used of a span of `@opentelemetry/api`. */
export interface TelemetrySpan {
	setAttributes(attributes: TelemetryAttributes): unknown;
	setStatus(status: { code: number; message?: string }): unknown;
	end(): void;
}

/** What is used of a tracer of `@opentelemetry/api`: `trace.getTracer("my-worker")`. */
export interface TelemetryTracer {
	startSpan(name: string, options?: { kind?: number; attributes?: TelemetryAttributes }): TelemetrySpan;
}

/** What is used of a meter of `@opentelemetry/api`: `metrics.getMeter("my-worker")`. */
export interface TelemetryMeter {
	createHistogram(
		name: string,
		options?: { unit?: string; description?: string; advice?: { explicitBucketBoundaries?: number[] } },
	): { record(value: number, attributes?: TelemetryAttributes): void };
}

/** `SpanKind.CLIENT` of `@opentelemetry/api`. */
export const clientKind = 2;

/** `SpanStatusCode.ERROR` of `@opentelemetry/api`. */
export const errorStatus = 2;

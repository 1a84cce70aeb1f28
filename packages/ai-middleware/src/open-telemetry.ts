/** Values of attributes. */
export type TelemetryAttributes = Record<string, string | number | boolean | string[]>;

/** What is used of a span of `@opentelemetry/api`. */
export interface TelemetrySpan {
	/** Adds attributes. */
	setAttributes(attributes: TelemetryAttributes): unknown;
	/** Says how it went. */
	setStatus(status: { code: number; message?: string }): unknown;
	/** Closes the span. */
	end(): void;
}

/** What is used of a tracer of `@opentelemetry/api`: `trace.getTracer("my-worker")`. */
export interface TelemetryTracer {
	/** Opens a span. */
	startSpan(name: string, options?: { kind?: number; attributes?: TelemetryAttributes }): TelemetrySpan;
}

/** What is used of a histogram of `@opentelemetry/api`. */
export interface TelemetryHistogram {
	/** Adds a value, in the unit that the histogram was made with. */
	record(value: number, attributes?: TelemetryAttributes): void;
}

/** What is used of a meter of `@opentelemetry/api`: `metrics.getMeter("my-worker")`. */
export interface TelemetryMeter {
	/** Makes an instrument that records a distribution. */
	createHistogram(
		name: string,
		options?: { unit?: string; description?: string; advice?: { explicitBucketBoundaries?: number[] } },
	): TelemetryHistogram;
}

/** `SpanKind.CLIENT` of `@opentelemetry/api`. */
export const clientKind = 2;

/** `SpanStatusCode.ERROR` of `@opentelemetry/api`. */
export const errorStatus = 2;

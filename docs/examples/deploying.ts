import {
	errorToResponse,
	type Gateway,
	isErrorCode,
	ServiceUnavailableError,
	type TelemetryMeter,
	type TelemetryTracer,
	withCache,
	withLogging,
	withTelemetry,
} from "@workkit/ai-gateway";
import type { Env } from "./env.ts";

// #region responses
/** A key of ours that a vendor refuses is no fault of the client, and none of its business. */
export function toResponse(error: unknown): Response {
	const isOurs = isErrorCode(error, "WORKKIT_UNAUTHORIZED") || isErrorCode(error, "WORKKIT_FORBIDDEN");
	return errorToResponse(isOurs ? new ServiceUnavailableError("The model", { cause: error }) : error);
}
// #endregion

// #region logs
export function logged(gateway: Gateway): Gateway {
	return withLogging(gateway, {
		onResponse: (model, { provider, usage, receipt }, durationMs) =>
			console.log(JSON.stringify({ model, provider, usage, durationMs, attempts: receipt?.attempts.length })),
		// Code, status and context; of a stream that broke, also what it had said. Never a key.
		onError: (model, error) => console.error(JSON.stringify({ model, error })),
	});
}
// #endregion

// #region telemetry
/** The tracer and the meter are those of `@opentelemetry/api`. */
export function traced(gateway: Gateway, tracer: TelemetryTracer, meter: TelemetryMeter): Gateway {
	return withTelemetry(gateway, { tracer, meter });
}
// #endregion

export function waiting(gateway: Gateway, env: Env, ctx: ExecutionContext): Gateway {
	// #region waiting
	const cached = withCache(gateway, { storage: env.AI_CACHE, streams: true, waitUntil: ctx.waitUntil.bind(ctx) });
	// #endregion
	return cached;
}

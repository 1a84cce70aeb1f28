import type { GatewayControls } from "./gateway-controls.ts";
import type { OptionalEventName } from "./stream-event.ts";
import type { GatewayToolOptions, JsonSchema } from "./tool.ts";
import type { WorkersAiCallOptions } from "./workers-ai-call.ts";

/** JSON instead of prose: any object, or one that fits a schema. The strongest mechanism that the vendor has is used. */
export type ResponseFormat =
	| "json"
	| {
			readonly jsonSchema: JsonSchema;
			/** Default: `response`. */
			readonly name?: string | undefined;
	  };

/** Settings of one call. Times are in milliseconds. */
export interface RunOptions<P extends string = string> {
	/** Key of the provider; wins over the router and the default. */
	readonly provider?: P | undefined;
	/** Milliseconds that the caller waits in all, retries and the whole stream included. Expiry is a `TimeoutError` that is not retried. */
	readonly timeout?: number | undefined;
	/** Milliseconds for each attempt, its whole answer or stream included. Expiry is a retryable `TimeoutError`. */
	readonly attemptTimeout?: number | undefined;
	/** Streams: longest wait for the first event of each attempt, in milliseconds. */
	readonly firstTokenTimeout?: number | undefined;
	/** Streams: longest wait for more bytes while a reader waits, per attempt. The vendor's pings count as bytes. */
	readonly idleTimeout?: number | undefined;
	/** Aborts the call; it rejects with `signal.reason`. */
	readonly signal?: AbortSignal | undefined;
	readonly responseFormat?: ResponseFormat | undefined;
	readonly toolOptions?: GatewayToolOptions | undefined;
	/** Extra headers of the vendor's request. */
	readonly headers?: Readonly<Record<string, string>> | undefined;
	/** Labels for Cloudflare AI Gateway's logs: at most 5. */
	readonly metadata?: GatewayControls["metadata"];
	/** Controls of Cloudflare AI Gateway for this call; they win over the gateway's own. */
	readonly cfGateway?: GatewayControls | undefined;
	/** Options of the Workers AI binding. */
	readonly workersAi?: WorkersAiCallOptions | undefined;
}

/** Settings of one stream. */
export interface StreamOptions<P extends string = string, E extends OptionalEventName = OptionalEventName>
	extends RunOptions<P> {
	/** Events to emit besides `text`, `tool_use` and `done`. */
	readonly events?: readonly E[] | undefined;
}

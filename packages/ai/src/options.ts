import type { GatewayControls } from "@workkit/ai-gateway";

/** @deprecated Use `WorkersAiBinding` of `@workkit/ai-gateway`. */
export interface AiBinding {
	/** Runs a model. */
	run(model: string, inputs: Record<string, unknown>, options?: Record<string, unknown>): Promise<unknown>;
}
/** @deprecated Use `WorkersAiGateway` of `@workkit/ai-gateway`, as the provider's `gateway`. */
export interface AiGatewayConfig extends Pick<GatewayControls, "skipCache" | "cacheTtl"> {
	readonly id: string;
}
/** @deprecated Use `RunOptions` of `@workkit/ai-gateway`; `gateway` is an option of the provider there. */
export interface RunOptions {
	readonly signal?: AbortSignal | undefined;
	readonly gateway?: AiGatewayConfig | undefined;
}
/** @deprecated Use `RunOutput` of `@workkit/ai-gateway`: `raw` is what `data` was. */
export interface AiResult<T = unknown> {
	data: T;
	model: string;
}

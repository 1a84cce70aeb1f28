import type { Call } from "./call.ts";
import type { GatewayControls } from "./gateway-controls.ts";
import type { ModelRef } from "./model-ref.ts";
import type { AiOutput } from "./output.ts";
import type { ProviderMap } from "./provider.ts";

/** One entry of a chain that is walked elsewhere. */
export interface FallbackEntry<P extends string = string> {
	/** Key of the provider. */
	readonly provider: P;
	readonly model: string;
	/** How long the gateway waits for this entry, and how often it tries it. Replaces the controls of the call. */
	readonly config?: Pick<GatewayControls, "requestTimeout" | "maxAttempts" | "retryDelay" | "backoff"> | undefined;
}

/** Makes a model reference of a chain that is walked elsewhere: what serves `runFallback`. */
export type Chain = (entries: readonly FallbackEntry[], providers: ProviderMap) => ModelRef;

/** A chain as one call, which middleware sees as one, and which `act` answers. */
export function walkedElsewhere(
	entries: readonly FallbackEntry[],
	act: (call: Call<"run">) => Promise<AiOutput>,
): ModelRef {
	const label = `fallback:${entries.map(({ model }) => model).join("→")}`;
	return {
		label,
		serve: (call, next) => next({ ...call, provider: entries[0]?.provider ?? call.provider, chained: true, act }),
	};
}

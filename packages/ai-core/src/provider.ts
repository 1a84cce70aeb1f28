import type { Call, OperationName, Operations } from "./call.ts";

/** A provider: an object of functions keyed by operation. What it cannot do, it does not have. */
export type Provider = {
	readonly [K in OperationName]?: (call: Call<K>) => Promise<Operations[K]["output"]>;
};

/** Providers by the caller's names. */
export type ProviderMap<K extends string = string> = { readonly [P in K]: Provider };

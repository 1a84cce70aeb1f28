import type { KvNamespace } from "../src/index.ts";

/** KV's rules without its delays, and what was written with which time to live. */
export function memoryKv(): KvNamespace & { readonly values: Map<string, string>; readonly ttls: number[] } {
	const values = new Map<string, string>();
	const ttls: number[] = [];
	return {
		values,
		ttls,
		get: async (key) => values.get(key) ?? null,
		async put(key, value, { expirationTtl }) {
			if (new TextEncoder().encode(key).length > 512)
				throw new Error("KV PUT failed: 414 UTF-8 encoded length exceeds 512");
			if (expirationTtl < 60) throw new Error(`KV PUT failed: 400 Invalid expiration_ttl of ${expirationTtl}`);
			values.set(key, value);
			ttls.push(expirationTtl);
		},
	};
}

import { correct, decide } from "./decide.ts";
import type { KvNamespace, LimitStore } from "./limit-store.ts";
import type { Kept } from "./meter.ts";
import { type Rule, stateName } from "./rule.ts";

/** Bytes that a key of KV may have. */
const KEY_BYTES = 512;
/** The shortest time that KV keeps a key, in seconds. */
const TTL_SECONDS = 60;

/** A name that KV takes: one that is too long becomes its digest. */
async function fit(name: string): Promise<string> {
	const bytes = new TextEncoder().encode(name);
	if (bytes.length <= KEY_BYTES) return name;
	const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
	return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function parse(text: string | null): unknown {
	try {
		return JSON.parse(text ?? "null");
	} catch {
		return null;
	}
}

/** Counts in KV, as well as KV can. */
export function kvStore(namespace: KvNamespace, prefix: string, onError?: (error: unknown) => void): LimitStore {
	const quietly = (error: unknown): null => {
		onError?.(error);
		return null;
	};
	const nameOf = (key: string, rule: Rule): Promise<string> => fit(`${prefix}${stateName(rule)}:${key}`);
	const read = async (name: string): Promise<unknown> => parse(await namespace.get(name).catch(quietly));
	const write = async (name: string, { state, endsAt }: Kept): Promise<void> => {
		const expirationTtl = Math.max(TTL_SECONDS, Math.ceil((endsAt - Date.now()) / 1_000));
		await namespace.put(name, JSON.stringify(state), { expirationTtl }).catch(quietly);
	};
	return {
		async take(key, rule, cost) {
			const name = await nameOf(key, rule);
			const decision = decide(rule, await read(name), cost);
			if (decision.kept) await write(name, decision.kept);
			return decision;
		},
		peek: async (key, rule, cost) => decide(rule, await read(await nameOf(key, rule)), cost),
		async adjust(key, rule, by, at) {
			const name = await nameOf(key, rule);
			await write(name, correct(rule, await read(name), by, at));
		},
	};
}

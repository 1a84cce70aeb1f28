import { quietly } from "./quietly.ts";

/** What keeps answers: KV namespaces are one, and any object with these methods. */
export interface CacheStorage {
	/** The text under a key, or `null`. */
	get(key: string): Promise<string | null>;
	/** Keeps a text for so many seconds, never fewer than KV's minimum of 60. */
	put(key: string, value: string, options?: { expirationTtl?: number }): Promise<void>;
	/** Forgets the text under a key. */
	delete(key: string): Promise<void>;
}

/** An answer as it is kept. */
interface Entry {
	/** Milliseconds since the epoch: shorter times than KV can keep are kept here. */
	readonly expiresAt: number;
	readonly answer: unknown;
}

/** Entries in a storage. */
export interface Entries {
	/** The answer under a key that has not expired; `undefined` for none, and for what is no entry or cannot be read. */
	read(key: string): Promise<object | undefined>;
	/** Rejects when the storage fails. */
	write(key: string, answer: object): Promise<void>;
}

/** Answers as JSON texts in a storage. */
export function createEntries(
	storage: CacheStorage,
	ttlSeconds: number,
	onError: ((error: unknown) => void) | undefined,
): Entries {
	return {
		async read(key) {
			try {
				const text = await storage.get(key);
				const entry: Partial<Entry> = Object(text == null ? undefined : JSON.parse(text));
				const { answer, expiresAt = 0 } = entry;
				return typeof answer === "object" && answer && expiresAt > Date.now() ? answer : undefined;
			} catch (error) {
				quietly(() => onError?.(error));
				return undefined;
			}
		},
		async write(key, answer) {
			const entry: Entry = { expiresAt: Date.now() + ttlSeconds * 1_000, answer };
			await storage.put(key, JSON.stringify(entry), { expirationTtl: Math.max(60, Math.ceil(ttlSeconds)) });
		},
	};
}

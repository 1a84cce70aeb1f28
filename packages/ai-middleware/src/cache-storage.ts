import { quietly } from "./quietly.ts";

/** What keeps answers: KV namespaces are one, and any object with these methods. */
export interface CacheStorage {
	/** The text under a key, or `null`. */
	get(key: string): Promise<string | null>;
	/** Keeps a text for so many seconds, never fewer than KV's minimum of 60. */
	put(key: string, value: string, options?: { expirationTtl?: number }): Promise<void>;
	delete(key: string): Promise<void>;
}

/** An answer as it is kept. */
interface Entry {
	/** Milliseconds since the epoch: shorter times than KV can keep are kept here. */
	readonly expiresAt: number;
	readonly answer: unknown;
}

/** Entries in a storage, whose failures are never a call's: they are told to `onError`. */
export interface Entries {
	/** The answer under a key that has not expired; `undefined` for none, and for what is no entry. */
	read(key: string): Promise<object | undefined>;
	write(key: string, answer: object): Promise<void>;
	remove(key: string): Promise<void>;
}

/** Answers as JSON texts in a storage. */
export function createEntries(
	storage: CacheStorage,
	ttlSeconds: number,
	onError: ((error: unknown) => void) | undefined,
): Entries {
	const attempt = async <T>(act: () => Promise<T>): Promise<T | undefined> => {
		try {
			return await act();
		} catch (error) {
			quietly(() => onError?.(error));
			return undefined;
		}
	};
	return {
		read: (key) =>
			attempt(async () => {
				const text = await storage.get(key);
				const entry: Partial<Entry> = Object(text == null ? undefined : JSON.parse(text));
				const { answer, expiresAt = 0 } = entry;
				return typeof answer === "object" && answer && expiresAt > Date.now() ? answer : undefined;
			}),
		write: (key, answer) =>
			attempt(() => {
				const entry: Entry = { expiresAt: Date.now() + ttlSeconds * 1_000, answer };
				return storage.put(key, JSON.stringify(entry), { expirationTtl: Math.max(60, Math.ceil(ttlSeconds)) });
			}),
		remove: async (key) => {
			await attempt(() => storage.delete(key));
		},
	};
}

import type { GatewayControls } from "./gateway-controls.ts";
import type { CachedAnswer, Gateway } from "./gateway-state.ts";

const LARGEST_BYTES = 25 * 1024 * 1024;

/** What makes two requests the same. */
export interface CacheSubject {
	readonly provider: string;
	/** The path after the provider. */
	readonly endpoint: string;
	readonly model: string;
	readonly authorization: string;
	readonly body: string;
}

/** The key that a request is kept under: its own, which stands for all of it, or all of it. */
export function cacheKeyOf(controls: GatewayControls, subject: CacheSubject): string {
	return controls.cacheKey === undefined
		? JSON.stringify([subject.provider, subject.endpoint, subject.model, subject.authorization, subject.body])
		: `key:${controls.cacheKey}`;
}

/** The kept answer, if there is one that is not too old. */
export function cachedAnswer(gateway: Gateway, key: string, nowMs: number): CachedAnswer | undefined {
	const found = gateway.cache.get(key);
	if (found === undefined || found.expiresAtMs > nowMs) return found;
	gateway.cache.delete(key);
	return undefined;
}

/** Keeps an answer when it is text or an image, whole, not streamed and not larger than 25 MB. */
export function keepAnswer(gateway: Gateway, key: string, answer: CachedAnswer): void {
	const type = answer.headers.find(([name]) => name === "content-type")?.[1] ?? "";
	const isKept = /^(application\/json|text\/|image\/)/.test(type) && !type.startsWith("text/event-stream");
	if (isKept && answer.bytes.byteLength <= LARGEST_BYTES) gateway.cache.set(key, answer);
}

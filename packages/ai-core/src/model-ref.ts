import type { Middleware } from "./middleware.ts";

/**
 * Stands where a model's name does, and makes calls of the one that it is given: `fallback(…)` of `@workkit/ai-middleware`
 * is one. It is served before any middleware, which then sees each of those calls by itself.
 */
export interface ModelRef {
	/** What the call is called where a model's name is expected. */
	readonly label: string;
	/** Answers the call by calls for models with names. */
	readonly serve: Middleware;
}

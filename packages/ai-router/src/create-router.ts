import { ConfigError, ValidationError } from "@workkit/errors";
import { globMatcher } from "./glob-matcher.ts";

/** Which provider answers for the models that a pattern fits. */
export interface Route<P extends string = string> {
	/**
	 * A glob fits the whole name, in upper or lower case; `*` stands for any text. A regular expression fits where
	 * `String.prototype.search` finds it, whatever its `lastIndex`; what it costs is up to its author.
	 */
	readonly pattern: string | RegExp;
	/** Key of the provider. */
	readonly provider: P;
}

/** What a router is made of; `P` are the keys of the providers that it knows. */
export interface RouterConfig<P extends string = string> {
	/** The first that fits wins. */
	readonly routes: readonly Route<P>[];
	/** Key of the provider for models that no route fits. May be absent where the last route fits every model. */
	readonly fallback?: P | undefined;
}

/** Chooses a provider by a model's name. Its methods work when destructured. */
export interface Router<P extends string = string> {
	/** Key of the provider. Throws `ConfigError` when no route fits and there is no fallback, `ValidationError` for an empty name. */
	readonly resolve: (model: string) => P;
	/** The routes, in their order. */
	readonly routes: () => Route<P>[];
}

/** Sources of the regular expressions that are known to fit every name. */
const fitsAll = /^(\(\?:\)|\^|\^?(\.|\[\\s\\S])[*+]\$?)$/;

const isName = (value: unknown): boolean => typeof value === "string" && value !== "";

/**
 * Makes a router of routes, compiled once. Throws `ConfigError` for a pattern or a provider that is none, and for a missing
 * `fallback` unless the last route fits every model: `*`, or a regular expression such as `/.+/`.
 *
 * @example
 * ```ts
 * import { createRouter } from "@workkit/ai-router";
 *
 * const router = createRouter({
 * 	routes: [
 * 		{ pattern: "gpt-*", provider: "openai" },
 * 		{ pattern: /^claude-\d/, provider: "anthropic" },
 * 	],
 * 	fallback: "workers-ai",
 * });
 * router.resolve("gpt-5.2"); // "openai"
 * router.resolve("@cf/meta/llama-3.1-8b-instruct"); // "workers-ai"
 * ```
 */
export function createRouter<const P extends string>(config: RouterConfig<P>): Router<P> {
	const { routes, fallback } = Object(config) as RouterConfig<P>;
	// A list, whatever it was; what is no route in it is refused below.
	const own = [routes].flat() as Route<P>[];
	let fitsEvery = false;
	const compiled = [...own, ...(fallback === undefined ? [] : [{ pattern: "*", provider: fallback }])].map((route) => {
		const { pattern, provider } = Object(route) as Route<P>;
		const isExpression = pattern instanceof RegExp;
		if (!((isExpression || isName(pattern)) && isName(provider))) {
			throw new ConfigError("A route needs a `pattern` and a `provider`, a `fallback` is a provider's key.");
		}
		fitsEvery = isExpression ? fitsAll.test(pattern.source) : /^\*+$/.test(pattern);
		// `search` neither reads a `lastIndex` nor leaves one.
		const fits = isExpression ? (_: string, model: string) => model.search(pattern) >= 0 : globMatcher(pattern);
		return { fits, provider };
	});
	if (!fitsEvery) throw new ConfigError("A router needs a `fallback`, unless its last route fits every model.");
	return {
		resolve(model) {
			if (!isName(model)) throw new ValidationError("The model is empty.");
			const lowerCase = model.toLowerCase();
			const found = compiled.find(({ fits }) => fits(lowerCase, model));
			if (found) return found.provider;
			throw new ConfigError(`No route fits the model "${model}": ${own.map(({ pattern }) => pattern).join(", ")}.`);
		},
		routes: () => [...own],
	};
}

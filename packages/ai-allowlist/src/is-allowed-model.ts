/** Which models to allow: one by its exact name, or all whose names begin with a prefix. An empty prefix matches nothing. */
export type ModelMatcher = string | { readonly prefix: string };

/** The allowed models of each provider, by the provider's name. A provider that is not listed has no allowed models. */
export type ModelAllowlistConfig = Readonly<Record<string, readonly ModelMatcher[]>>;

/**
 * Whether the configuration allows this model for this provider. Fails closed: whatever is unknown, empty or of the wrong type,
 * in the question or in the configuration, is not allowed. Never throws.
 *
 * @param provider - Its key in the configuration.
 * @param model - The model's id, as the caller asks for it.
 */
export function isAllowedModel(config: ModelAllowlistConfig, provider: string, model: string): boolean {
	if (typeof provider !== "string" || typeof model !== "string" || !model) return false;
	// Own keys only, so that "constructor" is no provider.
	const matchers = Object.hasOwn(Object(config), provider) && config[provider];
	return Array.isArray(matchers) && matchers.some((matcher) => matches(matcher, model));
}

function matches(matcher: ModelMatcher | null | undefined, model: string): boolean {
	if (typeof matcher === "string") return matcher === model;
	const prefix = matcher?.prefix;
	return typeof prefix === "string" && prefix !== "" && model.startsWith(prefix);
}

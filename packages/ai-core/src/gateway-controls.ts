/** What a request can ask of Cloudflare AI Gateway. Each name is that of its header, `cacheTtl` for `cf-aig-cache-ttl`. */
export interface GatewayControls {
	/** Seconds that an answer is cached: 60 to 2,592,000. */
	readonly cacheTtl?: number | undefined;
	/** `true` bypasses the cache. */
	readonly skipCache?: boolean | undefined;
	/** Replaces the cache's own key. It then ignores the body, so put what matters into it. */
	readonly cacheKey?: string | undefined;
	/** At most 5 entries. */
	readonly metadata?: Readonly<Record<string, string | number | boolean | bigint | null>> | undefined;
	/** `false` keeps the request out of the logs. */
	readonly collectLog?: boolean | undefined;
	/** `false` logs the figures without the bodies. */
	readonly collectLogPayload?: boolean | undefined;
	/** USD per token, or a total. */
	readonly customCost?: Readonly<Record<string, number>> | undefined;
	/** The caller's own id for the log. */
	readonly eventId?: string | undefined;
	/** Milliseconds until the vendor's first byte. */
	readonly requestTimeout?: number | undefined;
	/** The gateway's own tries: at most 5. They multiply with those of middleware. */
	readonly maxAttempts?: number | undefined;
	/** Milliseconds, at most 5,000. */
	readonly retryDelay?: number | undefined;
	readonly backoff?: "constant" | "linear" | "exponential" | undefined;
	/** Alias of the stored key to use. */
	readonly byokAlias?: string | undefined;
	/** `true`: never bill to the account's credits. */
	readonly noWholesale?: boolean | undefined;
	/** Zero data retention, with unified billing. */
	readonly zdr?: boolean | undefined;
	/** 32 hexadecimal digits. */
	readonly otelTraceId?: string | undefined;
	/** 16 hexadecimal digits. */
	readonly otelParentSpanId?: string | undefined;
	/** Auto router (`cloudflare/auto`): the conversation, which then keeps its model and its prompt cache. */
	readonly sessionId?: string | undefined;
	/** Auto router: one message of a user and the tool calls that follow from it. */
	readonly turnId?: string | undefined;
	/** Auto router: `true` chooses a model for each request. */
	readonly noSessionAffinity?: boolean | undefined;
	/** Auto router: the models to choose from, `anthropic/*` for all of a provider's. */
	readonly allowedModels?: readonly string[] | undefined;
	/** Auto router: the providers to choose from. */
	readonly allowedProviders?: readonly string[] | undefined;
}

/** One try at one provider. */
export interface Attempt {
	provider: string;
	model: string;
	/** HTTP status of the answer, where there was one. */
	status?: number;
	/** Code of the error (`WORKKIT_…`), or the error's name, when it failed. */
	error?: string;
	/** Milliseconds since the epoch. */
	startedAt: number;
	/** Milliseconds until the answer, or the end of the stream. */
	durationMs: number;
}

/** What Cloudflare AI Gateway says of a call that travelled through it. */
export interface GatewayFacts {
	/** `cf-aig-log-id`, an opaque string. */
	logId?: string;
	/** `cf-aig-cache-status`, for example `HIT` or `MISS`. */
	cacheStatus?: string;
	/** `cf-aig-step`: index of the entry of a chain that answered. */
	step?: number;
	/** `cf-aig-model` or `cf-aig-routed-model`, where a dynamic route or the auto router chose the model. */
	servedModel?: string;
	/** `cf-aig-provider`, where a dynamic route chose the provider. */
	servedProvider?: string;
	/** `cf-aig-dlp`: findings of data loss prevention, parsed. */
	dlp?: unknown;
}

/** What happened on the way to an answer: the same on results, on `done` and on `error.context.receipt`. */
export interface Receipt {
	attempts: Attempt[];
	/** How a cache took part, where one did. */
	cache?: "hit" | "miss" | "coalesced";
	/** What the call cost, where something prices it. `usd` is an exact decimal. */
	cost?: { usd: string; estimated?: true } | { unknown: true };
	/** Present when the call went through Cloudflare AI Gateway. */
	gateway?: GatewayFacts;
}

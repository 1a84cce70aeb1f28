/** What the Worker is given: see `wrangler.jsonc` and `.dev.vars.example`. */
export interface Env {
	readonly AI: Ai;
	/** Counts each client's requests. */
	readonly RATE_LIMIT_KV: KVNamespace;
	readonly OPENAI_KEY?: string;
	readonly ANTHROPIC_KEY?: string;
	/** Account and gateway of Cloudflare AI Gateway; with both, OpenAI and Anthropic are called through it. */
	readonly CF_ACCOUNT_ID?: string;
	readonly CF_GATEWAY_ID?: string;
	/** Token of an authenticated AI Gateway. */
	readonly CF_AIG_TOKEN?: string;
	/** Where vendors without a key are simulated. Only `npm start` sets it. */
	readonly SIMULATOR_URL?: string;
}

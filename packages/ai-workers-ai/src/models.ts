declare global {
	/** Workers AI's catalogue. Empty here: `@cloudflare/workers-types` or `wrangler types` fill it where they are used. */
	interface AiModels {}
}

/** Names of Workers AI's models, as far as Cloudflare's own types know them, for editors to complete. */
export type WorkersAiModel = keyof AiModels & string;

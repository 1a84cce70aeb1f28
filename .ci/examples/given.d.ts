// What the examples of a page may take as given, so that each of them shows one thing.

/** A Worker's bindings and secrets. */
interface Env {
	readonly AI: Ai;
	readonly OPENAI_KEY: string;
	readonly ANTHROPIC_KEY: string;
	readonly GROQ_KEY: string;
	readonly CF_ACCOUNT_ID: string;
	readonly CF_AIG_TOKEN: string;
	readonly CF_API_TOKEN: string;
}
declare const env: Env;
declare const request: Request;

/** A gateway with the three built-in providers. */
declare const gateway: import("@workkit/ai-core").CompleteGateway<"workers-ai" | "openai" | "anthropic">;

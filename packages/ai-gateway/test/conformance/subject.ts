import type { Provider } from "@workkit/ai-gateway";
import type { ReplyError, Simulator } from "@workkit/ai-simulator";

/** What only some vendors, or some of their models, can do. */
export type Ability = "embed" | "reasoning" | "streamed JSON" | "prompt cache" | "cut calls";

/** A provider to be checked against a simulated vendor. */
export interface Subject {
	readonly name: string;
	readonly model: string;
	readonly embedModel?: string;
	readonly abilities: readonly Ability[];
	/** Fields of the input that make the model show its reasoning. */
	readonly reasoning?: Readonly<Record<string, unknown>>;
	/** The vendor's own form of common failures. */
	readonly failures: Readonly<Record<"wrongKey" | "rateLimit" | "unavailable" | "badRequest", ReplyError>>;
	/** The provider, which talks to nobody but the simulator. */
	open(simulator: Simulator): Provider;
}

/** One thing that every provider does in the same way. It throws when this one does not. */
export interface Check {
	readonly name: string;
	/** Providers without it are not asked. */
	readonly needs?: Ability;
	/** @param other - A provider of another vendor. */
	run(subject: Subject, other: Subject): Promise<void>;
}

import type { Receipt } from "./receipt.ts";
import type { TokenUsage } from "./usage.ts";

/** What the answers of all operations have beside what was asked for. */
export interface TaskOutput {
	/** The vendor's answer as it came; `null` where that is the file itself. */
	raw: unknown;
	/** Key of the provider that answered. */
	provider: string;
	/** The model that was asked for. */
	model: string;
	/** Absent when the vendor reports none. */
	usage?: TokenUsage;
	/** What the provider could not honour, in words. */
	warnings?: string[];
	receipt?: Receipt;
}

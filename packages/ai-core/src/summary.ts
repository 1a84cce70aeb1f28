import type { TaskOutput } from "./task-output.ts";

/** A text to shorten. */
export interface SummaryInput {
	readonly text: string;
	/** In tokens. Default: the model's. */
	readonly maxLength?: number | undefined;
	/** Any other field goes to the vendor as it is. */
	readonly [vendorField: string]: unknown;
}

/** A shortened text. */
export interface SummaryOutput extends TaskOutput {
	text: string;
}

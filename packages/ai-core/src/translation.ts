import type { TaskOutput } from "./task-output.ts";

/** A text to translate. */
export interface TranslationInput {
	readonly text: string;
	/** Language of the text, as the model names it (`en`). Default: the model's. */
	readonly from?: string | undefined;
	/** Language to translate to, as the model names it (`fr`, `hin_Deva`). */
	readonly to: string;
	/** Any other field goes to the vendor as it is. */
	readonly [vendorField: string]: unknown;
}

/** A translated text. */
export interface TranslationOutput extends TaskOutput {
	text: string;
}

import type { Binary } from "./binary.ts";
import type { TaskOutput } from "./task-output.ts";

/** A text to label. */
export interface TextToClassify {
	readonly text: string;
	readonly image?: undefined;
	/** Any other field goes to the vendor as it is. */
	readonly [vendorField: string]: unknown;
}

/** A picture to label, or in which to find things. */
export interface ImageToClassify {
	readonly image: Binary;
	readonly text?: undefined;
	/** Any other field goes to the vendor as it is. */
	readonly [vendorField: string]: unknown;
}

/** What to label. */
export type ClassificationInput = TextToClassify | ImageToClassify;

/** What something is, or may be. */
export interface Label {
	label: string;
	/** From 0 to 1. */
	score: number;
	/** Where it is, in pixels from the upper left corner, when the model finds things. */
	box?: { xmin: number; ymin: number; xmax: number; ymax: number };
}

/** Labels, the likeliest first. */
export interface ClassificationOutput extends TaskOutput {
	labels: Label[];
}

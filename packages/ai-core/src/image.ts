import type { Binary, MediaFile } from "./binary.ts";
import type { TaskOutput } from "./task-output.ts";

/** A picture to draw, or to change. A setting that the model does not know is the vendor's to refuse or ignore. */
export interface ImageInput {
	readonly prompt: string;
	/** What not to draw. */
	readonly negativePrompt?: string | undefined;
	/** What to start from: one picture, or several where the model takes them. */
	readonly image?: Binary | readonly Binary[] | undefined;
	/** Where to change it. */
	readonly mask?: Binary | undefined;
	/** In pixels. */
	readonly width?: number | undefined;
	/** In pixels. */
	readonly height?: number | undefined;
	/** How many steps of diffusion: more take longer. */
	readonly steps?: number | undefined;
	/** Seed of the noise: the same one makes the same picture, where the vendor has it. */
	readonly seed?: number | undefined;
	/** Any other field goes to the vendor as it is. */
	readonly [vendorField: string]: unknown;
}

/** Pictures. */
export interface ImageOutput extends TaskOutput {
	images: MediaFile[];
}

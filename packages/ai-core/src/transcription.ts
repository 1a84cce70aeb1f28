import type { Binary } from "./binary.ts";
import type { TaskOutput } from "./task-output.ts";

/** Speech to write down. */
export interface TranscriptionInput {
	readonly audio: Binary;
	/** For example `audio/mpeg`. Default: told by the first bytes. */
	readonly mediaType?: string | undefined;
	/** What is spoken, as the model names it (`en`). Default: the model finds out. */
	readonly language?: string | undefined;
	/** Words and names to expect. */
	readonly prompt?: string | undefined;
	/** Any other field goes to the vendor as it is. */
	readonly [vendorField: string]: unknown;
}

/** A word or a passage, with its times in seconds. */
export interface TimedText {
	text: string;
	/** Seconds from the beginning of the sound. */
	start: number;
	/** Seconds from the beginning of the sound. */
	end: number;
}

/** What was said. */
export interface TranscriptionOutput extends TaskOutput {
	text: string;
	/** Absent when the model tells none. */
	segments?: TimedText[];
	/** Absent when the model tells none. */
	words?: TimedText[];
	/** Subtitles in WebVTT's format, where the model writes them. */
	vtt?: string;
}

import type { MediaFile } from "./binary.ts";
import type { TaskOutput } from "./task-output.ts";

/** A text to read aloud. */
export interface SpeechInput {
	readonly text: string;
	/** One of the model's voices. */
	readonly voice?: string | undefined;
	/** Of the text, as the model names it. */
	readonly language?: string | undefined;
	/** The file's format in the vendor's word (`mp3`, `wav`, `opus`, `flac`, …). Default: the model's. */
	readonly format?: string | undefined;
	/** Hands the sound out as it comes, not when it is complete. `timeout`, `attemptTimeout`, `idleTimeout` and `signal` hold until its end. */
	readonly stream?: boolean | undefined;
	/** Any other field goes to the vendor as it is. */
	readonly [vendorField: string]: unknown;
}

/** A sound: whole, or as it comes when `stream` asks for that. `new Response(audio.bytes ?? audio.stream)` takes both. */
export type Sound =
	| (MediaFile & { stream?: undefined })
	| { bytes?: undefined; stream: ReadableStream<Uint8Array>; mediaType: string };

/** Speech. */
export interface SpeechOutput extends TaskOutput {
	audio: Sound;
}

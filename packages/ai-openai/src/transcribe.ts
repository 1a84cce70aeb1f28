import {
	type Call,
	compact,
	inStreamError,
	mediaTypeOf,
	parseLeniently,
	readBinary,
	readChatUsage,
	type TimedText,
	type TranscriptionOutput,
	toBlob,
} from "@workkit/ai-core";
import { StreamInterruptedError } from "@workkit/errors";
import { common, type Post, toForm } from "./tasks.ts";
import type { WireSpan, WireTranscript } from "./wire.ts";

const toSpans = (spans: readonly WireSpan[] | undefined): TimedText[] | undefined =>
	spans?.map(({ word, text = "", start = 0, end = 0 }) => ({ text: word ?? text, start, end }));

/** Writes speech down. Subtitles come as `vtt` when `response_format: "vtt"` asks for them. */
export async function transcribe(post: Post, call: Call<"transcribe">): Promise<TranscriptionOutput> {
	const { audio, mediaType, stream: _, ...rest } = call.input;
	const bytes = await readBinary(audio, "audio");
	const type = mediaType ?? mediaTypeOf(bytes) ?? "audio/mpeg";
	// The vendor knows `wav`, and neither `x-wav` nor `wave`.
	const file = toBlob(
		bytes,
		type.replace(/\/(x-|vnd\.)?(wave?|flac|mpeg).*/, (_, __, name) => `/${name}`),
	);
	const warnings: string[] = [];
	const form = toForm({ ...rest, file, model: call.model });
	const response = await post(call, "/audio/transcriptions", form, warnings);
	const said = await response.text().catch((cause) => {
		throw new StreamInterruptedError("cut", { cause });
	});
	const raw = parseLeniently(said);
	const {
		text = typeof raw === "string" ? raw : undefined,
		segments,
		words,
		usage,
		error,
	} = Object(raw) as WireTranscript;
	if (error) throw inStreamError(raw, call);
	if (typeof text !== "string") throw new StreamInterruptedError("malformed");
	return {
		...common(call, raw, warnings),
		text,
		...compact({
			segments: toSpans(segments),
			words: toSpans(words),
			vtt: text.startsWith("WEBVTT") ? text : undefined,
			usage: usage && readChatUsage(usage),
		}),
	};
}

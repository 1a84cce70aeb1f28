import { bodyStream } from "./body-stream.ts";
import type { Exchange } from "./exchange.ts";
import { type ModelTask, taskOf } from "./models.ts";
import { type EventsOptions, respondEvents, respondJson } from "./respond.ts";
import { sseFrame } from "./sse.ts";
import { isBatch, runBatch } from "./workers-ai-batch.ts";
import type { ModelCall, ModelOutput, Task } from "./workers-ai-call.ts";
import { badInput } from "./workers-ai-check.ts";
import { runDetection, runImageClass, runSentiment } from "./workers-ai-classification.ts";
import { runEmbedding } from "./workers-ai-embeddings.ts";
import { platformError, platformErrorBody } from "./workers-ai-error.ts";
import { runImage } from "./workers-ai-images.ts";
import type { RunOptions } from "./workers-ai-options.ts";
import { runRerank } from "./workers-ai-rerank.ts";
import { runAura, runMelotts } from "./workers-ai-speech.ts";
import { runSummary } from "./workers-ai-summary.ts";
import { runText } from "./workers-ai-text.ts";
import { runNemotronSpeech, runNova, runWhisper, runWhisperTurbo } from "./workers-ai-transcription.ts";
import { runIndictrans, runM2m100 } from "./workers-ai-translation.ts";
import { runTurn } from "./workers-ai-turn.ts";
import { runDescription, runMoondream } from "./workers-ai-vision.ts";

/** Models that differ from the others of their task. */
const SPECIAL: readonly (readonly [names: RegExp, task: Task])[] = [
	[/reranker/, runRerank],
	[/moondream/, runMoondream],
	[/whisper-large-v3-turbo/, runWhisperTurbo],
	[/nova-3/, runNova],
	[/nemotron-speech/, runNemotronSpeech],
	[/melotts/, runMelotts],
	[/indictrans/, runIndictrans],
	[
		/deepgram\/flux/,
		async () => {
			throw badInput("@cf/deepgram/flux is used over a WebSocket: set the option websocket");
		},
	],
];

const TASKS: Readonly<Record<ModelTask, Task>> = {
	text: runText,
	embedding: runEmbedding,
	image: runImage,
	vision: runDescription,
	transcription: runWhisper,
	speech: runAura,
	translation: runM2m100,
	summary: runSummary,
	"text-class": runSentiment,
	"image-class": runImageClass,
	detection: runDetection,
	turn: runTurn,
};

/** Runs a model on its inputs, whichever way they came. */
export async function runModel(call: ModelCall, { queueRequest }: RunOptions): Promise<ModelOutput> {
	const { model, exchange } = call;
	const task = taskOf(model, exchange.settings.anyModel);
	if (task === undefined) throw platformError(5007, `No such model ${model} or task`);
	const run = SPECIAL.find(([names]) => names.test(model))?.[1] ?? TASKS[task];
	return isBatch(call, queueRequest) ? runBatch(call, run) : run(call);
}

/** A model's output as a response; `wrap` makes the body of a JSON answer. */
export function respondOutput(
	exchange: Exchange,
	output: ModelOutput,
	wrap: (json: unknown) => unknown,
	headers: Readonly<Record<string, string>>,
): Response {
	if ("frames" in output) return respondFrames(exchange, output.frames, output, headers);
	if ("json" in output) return respondJson(exchange, wrap(output.json), { headers, fault: output.answer.fault });
	const { record, signal, delivery, settings } = exchange;
	const frames = chunksOf(output.bytes);
	const { fault } = output.answer;
	const paceMs = delivery.paceMs ?? settings.paceMs;
	const body = bodyStream({ frames, record, paceMs, fault, brokenFrame: undefined, signal });
	return new Response(body, { headers: { "content-type": output.contentType, ...headers, ...delivery.headers } });
}

/** The stream of a model's output, the same over REST and behind the binding. */
export function respondFrames(
	exchange: Exchange,
	frames: Iterable<string>,
	{ answer }: Pick<ModelOutput, "answer">,
	headers: EventsOptions["headers"],
): Response {
	const { streamError, fault } = answer;
	return respondEvents(exchange, {
		frames,
		fault,
		error: streamError && {
			afterFrames: streamError.afterFrames ?? 0,
			frame: sseFrame(streamError.body ?? { error: platformErrorBody(streamError) }),
		},
		contentType: "text/event-stream",
		...(headers === undefined ? {} : { headers }),
	});
}

const CHUNK_BYTES = 65_536;

/** A stream takes away the memory of what it is handed: each chunk is a copy. */
function* chunksOf(bytes: Uint8Array): Generator<Uint8Array<ArrayBuffer>> {
	for (let start = 0; start < bytes.length; start += CHUNK_BYTES) yield bytes.slice(start, start + CHUNK_BYTES);
}

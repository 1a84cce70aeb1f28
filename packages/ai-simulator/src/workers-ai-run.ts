import type { Answer } from "./answer.ts";
import type { Exchange } from "./exchange.ts";
import type { JsonRecord } from "./json.ts";
import { type EventsOptions, respondEvents } from "./respond.ts";
import { sseFrame } from "./sse.ts";
import { runEmbedding } from "./workers-ai-embeddings.ts";
import { platformError, platformErrorBody } from "./workers-ai-error.ts";
import { runText } from "./workers-ai-text.ts";

/** What a model gives: one JSON value, or the frames of a stream. */
export type ModelOutput = ({ readonly json: unknown } | { readonly frames: Iterable<string> }) & {
	readonly answer: Answer;
};

/** Runs one task's models. Throws `RequestError` with the platform's code. */
export type Task = (exchange: Exchange, model: string, inputs: JsonRecord) => Promise<ModelOutput>;

/** The task of a model is told by its name; a name nobody claims is no model. */
const TASKS: readonly (readonly [names: RegExp, task: Task])[] = [
	[
		/^@cf\/baai\/bge-(small|base|large)-en-v1\.5$|^@cf\/baai\/bge-m3$|^@cf\/(qwen\/qwen3-embedding-0\.6b|google\/embeddinggemma-300m|pfnet\/plamo-embedding-1b)$/,
		runEmbedding,
	],
	// Other tasks' models by the same authors are not simulated: they must not answer as if they were chat models.
	[
		/^@cf\/[a-z0-9-]+\/(?!.*(embedding|reranker|whisper|flux|diffusion|dreamshaper|resnet|detr|m2m100|distilbert|bart|melotts|aura|nova|lucid|phoenix|llava|uform|smart-turn|indictrans|guard|no-such-model))[a-z0-9.-]+$/,
		runText,
	],
	[/^@hf\/[a-z0-9-]+\/(?!no-such-model)[a-z0-9.-]+$/, runText],
];

/** Runs `model` on `inputs`, whichever way they came. */
export async function runModel(exchange: Exchange, model: string, inputs: JsonRecord): Promise<ModelOutput> {
	const task = TASKS.find(([names]) => names.test(model))?.[1];
	if (task === undefined) throw platformError(5007, `No such model ${model} or task`);
	return task(exchange, model, inputs);
}

/** The stream of a model's output, the same over REST and behind the binding. */
export function respondFrames(
	exchange: Exchange,
	frames: Iterable<string>,
	answer: Answer,
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

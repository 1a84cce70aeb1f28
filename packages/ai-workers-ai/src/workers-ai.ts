import {
	type AiOutput,
	type Call,
	compact,
	eventStream,
	isConversation,
	type Models,
	outputOf,
	type Provider,
	reading,
	type Turn,
	turnStream,
	writing,
} from "@workkit/ai-core";
import { sseStep } from "@workkit/ai-stream";
import { ValidationError } from "@workkit/errors";
import { createAsk } from "./ask.ts";
import type { WorkersAiBinding } from "./binding.ts";
import { decodeEmbedding } from "./embed.ts";
import { encode } from "./encode.ts";
import type { WorkersAiModel } from "./models.ts";
import { decode, taskText } from "./read-answer.ts";
import type { WorkersAiGateway } from "./run-options.ts";
import { translate } from "./translate.ts";

/** Settings of a Workers AI provider. */
export interface WorkersAiOptions {
	/** The Worker's AI binding, `env.AI`. */
	readonly binding: WorkersAiBinding;
	/** An AI Gateway for all calls to pass through. The binding needs no token for it. */
	readonly gateway?: WorkersAiGateway | undefined;
	/** Labels of every call: at most 5, of at most 50 letters, digits and `: - . / @`. */
	readonly tags?: readonly string[] | undefined;
}

/** Another task's input as it is; the model is the call's, and so is whether it streams. */
function rawInput({
	input: { model: _model, stream: _stream, ...input },
}: Call<"run" | "stream" | "embed">): Record<string, unknown> {
	return input;
}

/** What this provider can do. */
export type WorkersAiProvider = Required<Pick<Provider, "run" | "stream" | "embed">> & Models<WorkersAiModel>;

/**
 * A provider for Workers AI through its binding. Throws `BindingNotFoundError` when the binding is missing.
 *
 * `run` also takes any other task's raw input (images, speech, translation, …): the answer is then in `raw`, JSON or a
 * stream of bytes, and in `text` where it is text. Which shape a model answers in is read off the answer, never looked up by name.
 *
 * @example
 * ```ts
 * import { createGateway } from "@workkit/ai-core";
 * import { type WorkersAiBinding, workersAi } from "@workkit/ai-workers-ai";
 *
 * declare const env: { AI: WorkersAiBinding };
 * const gateway = createGateway({
 * 	providers: { "workers-ai": workersAi({ binding: env.AI }) },
 * 	defaultProvider: "workers-ai",
 * });
 * const { text } = await gateway.run("@cf/meta/llama-3.3-70b-instruct-fp8-fast", { prompt: "Say hello." });
 * ```
 */
export function workersAi(options: WorkersAiOptions): WorkersAiProvider {
	const ask = createAsk(options);

	/** Asks a text model, or another task: `say` makes the answer of what it says, `hand` of a stream, or of what is not text. */
	async function converse<T>(
		call: Call<"run"> | Call<"stream">,
		say: (turn: Turn, call: Call) => T,
		hand: (raw: unknown, warnings: string[]) => T,
	): Promise<T> {
		const warnings: string[] = [];
		const inputs = writing(() => (isConversation(call.input) ? encode(call, warnings) : rawInput(call)));
		if (call.operation === "stream") inputs.stream = true;
		const raw = await ask(call, inputs, warnings);
		const turn = reading(() => decode(raw, call));
		turn?.warnings.push(...warnings);
		return turn ? say(turn, call) : hand(raw, warnings);
	}

	return {
		run: (call) =>
			converse<AiOutput>(
				call,
				outputOf,
				(raw, warnings) =>
					({
						raw,
						provider: call.provider,
						model: call.model,
						...compact({ text: taskText(raw), warnings: warnings[0] && warnings }),
					}) as AiOutput,
			),
		stream: (call) =>
			converse(call, turnStream, (raw, warnings) => {
				if (!(raw instanceof ReadableStream)) {
					throw new ValidationError(`${call.model} does not stream text: use \`run\`.`);
				}
				const translator = translate(call);
				translator.turn.warnings.push(...warnings);
				return eventStream(raw, sseStep(translator), translator.turn, call);
			}),
		async embed(call) {
			const warnings: string[] = [];
			const raw = await ask(call, rawInput(call), warnings);
			return Object.assign(
				reading(() => decodeEmbedding(raw, call)),
				warnings[0] && { warnings },
			);
		},
	};
}

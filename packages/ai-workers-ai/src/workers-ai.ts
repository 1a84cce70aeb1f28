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

	/** Asks a text model, or another task. `turn` is what it says, unless that is a stream, or not text. */
	async function converse(
		call: Call<"run"> | Call<"stream">,
	): Promise<{ raw: unknown; turn: Turn | undefined; warnings: string[] }> {
		const warnings: string[] = [];
		const encoded = writing(() => (isConversation(call.input) ? encode(call, warnings) : rawInput(call)));
		const inputs = { ...encoded, ...(call.operation === "stream" && { stream: true }) };
		const raw = await ask(call, inputs, warnings);
		const turn = reading(() => decode(raw, call));
		turn?.warnings.push(...warnings);
		return { raw, turn, warnings };
	}

	return {
		async run(call) {
			const { raw, turn, warnings } = await converse(call);
			if (turn) return outputOf(turn, call);
			return {
				raw,
				provider: call.provider,
				model: call.model,
				...compact({ text: taskText(raw), warnings: warnings[0] && warnings }),
			} as AiOutput;
		},
		async stream(call) {
			const { raw, turn, warnings } = await converse(call);
			if (turn) return turnStream(turn, call);
			if (!(raw instanceof ReadableStream)) {
				throw new ValidationError(`${call.model} does not stream text: use \`run\`.`);
			}
			const translator = translate(call);
			translator.turn.warnings.push(...warnings);
			return eventStream(raw, sseStep(translator), translator.turn, call);
		},
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

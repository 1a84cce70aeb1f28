import {
	type AiOutput,
	type Call,
	eventStream,
	isConversation,
	outputOf,
	type Provider,
	reading,
	readTexts,
	turnStream,
	writing,
} from "@workkit/ai-core";
import { sseStep } from "@workkit/ai-stream";
import { BindingNotFoundError, ValidationError } from "@workkit/errors";
import { type Answer, readBindingAnswer } from "./answer.ts";
import type { CallableBinding, WorkersAiBinding } from "./binding.ts";
import { bindingError } from "./binding-error.ts";
import { decodeEmbedding } from "./embed.ts";
import { encode } from "./encode.ts";
import { decode, taskText } from "./read-answer.ts";
import { encodeRunOptions, type WorkersAiGateway } from "./run-options.ts";
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
function rawInput({ input: { model: _model, stream: _stream, ...input } }: Call): Record<string, unknown> {
	return input;
}

/** What this provider can do. */
export type WorkersAiProvider = Required<Pick<Provider, "run" | "stream" | "embed">>;

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
export function workersAi({ binding, gateway, tags }: WorkersAiOptions): WorkersAiProvider {
	if (typeof binding?.run !== "function") {
		throw new BindingNotFoundError("AI", {
			message: 'Binding "AI" not found: add `"ai": { "binding": "AI" }` to wrangler.jsonc and pass `binding: env.AI`.',
		});
	}

	async function ask(call: Call, inputs: Record<string, unknown>, warnings: string[]): Promise<Answer> {
		const options = encodeRunOptions(call, gateway, tags, warnings);
		let value: unknown;
		try {
			value = await (binding as CallableBinding).run(call.model, inputs, options);
		} catch (error) {
			throw bindingError(error, call);
		}
		return readBindingAnswer(value, call);
	}

	return {
		async run(call) {
			const warnings: string[] = [];
			const inputs = writing(() => (isConversation(call.input) ? encode(call, warnings) : rawInput(call)));
			const answer = await ask(call, inputs, warnings);
			const raw = "json" in answer ? answer.json : answer.body;
			const turn = "json" in answer ? reading(() => decode(raw, call)) : undefined;
			if (turn) {
				turn.warnings.push(...warnings);
				return outputOf(turn, call);
			}
			const text = taskText(raw);
			return {
				raw,
				provider: call.provider,
				model: call.model,
				...(text !== undefined && { text }),
				...(warnings.length > 0 && { warnings }),
			} satisfies AiOutput;
		},
		async stream(call) {
			const warnings: string[] = [];
			const inputs = writing(() =>
				isConversation(call.input) ? encode(call, warnings) : { ...call.input, stream: true },
			);
			const answer = await ask(call, inputs, warnings);
			if ("json" in answer) {
				const turn = reading(() => decode(answer.json, call));
				if (!turn) {
					throw new ValidationError(`${call.model} does not stream text: use \`run\` for other tasks.`);
				}
				turn.warnings.push(...warnings);
				return turnStream(turn, call);
			}
			const translator = translate(call);
			translator.turn.warnings.push(...warnings);
			return eventStream(answer.body, sseStep(translator), translator.turn, call);
		},
		async embed(call) {
			readTexts(call);
			const answer = await ask(call, rawInput(call), []);
			return reading(() => decodeEmbedding("json" in answer && answer.json, call));
		},
	};
}

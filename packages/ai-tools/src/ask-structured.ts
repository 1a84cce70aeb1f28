import type { AiOutput, ChatMessage, RunOptions } from "@workkit/ai-core";
import { ConfigError, isWorkkitError } from "@workkit/errors";
import type { AnswerReader } from "./answer-reader.ts";
import type { Ask, TurnEvent } from "./ask.ts";
import { instruct, refusesFormat } from "./instruct.ts";
import { splitInput } from "./split-input.ts";
import type { StandardSchema } from "./standard-schema.ts";
import type { StructuredOptions } from "./structured-options.ts";
import type { ToolLoopInput } from "./tool-loop-options.ts";

/** An answer that did not fit, and what to say of it. */
export interface Rejected {
	readonly text: string;
	readonly remindWith: string;
}

/** One question, which may be asked more than once. */
export interface StructuredQuestion {
	/** Asks it, or asks it again. */
	ask(rejected?: Rejected): AsyncGenerator<TurnEvent, AiOutput>;
	/** What could not be honoured, in words. */
	readonly warnings: Set<string>;
}

/** Asks for JSON by the vendor's own mechanism; in words where the vendor refuses that, and when it is asked again. */
export function askStructured(
	ask: Ask,
	input: ToolLoopInput,
	{ jsonSchema, warnings: known }: Pick<AnswerReader<unknown>, "jsonSchema" | "warnings">,
	{ name, ask: how, runOptions }: Pick<StructuredOptions<StandardSchema>, "name" | "ask" | "runOptions">,
	signal: AbortSignal,
): StructuredQuestion {
	if (name !== undefined && !/^[\w-]{1,64}$/.test(name)) {
		throw new ConfigError("`name` must be at most 64 letters, digits, `_` and `-`.");
	}
	const { given, settings } = splitInput(input);
	const warnings = new Set(known);
	const conversation: ChatMessage[] = [...given];
	let native = how !== "words";
	const request = (words: boolean): ReturnType<Ask> => {
		const messages = words ? instruct(conversation, jsonSchema) : conversation;
		const options: RunOptions = {
			...runOptions,
			signal,
			// It is that of all attempts, and in the signal.
			timeout: undefined,
			responseFormat: native ? { jsonSchema, name } : undefined,
		};
		return ask({ ...settings, messages }, options);
	};
	return {
		warnings,
		async *ask(rejected) {
			if (rejected) {
				if (rejected.text) conversation.push({ role: "assistant", content: rejected.text });
				conversation.push({ role: "user", content: rejected.remindWith });
			}
			try {
				return yield* request(!native || !!rejected);
			} catch (error) {
				if (!native || !refusesFormat(error)) throw error;
				native = false;
				const why = isWorkkitError(error) ? error.context.vendorMessage : "";
				warnings.add(`The vendor refused the response format, so the schema was asked for in words: ${why}`);
			}
			return yield* request(true);
		},
	};
}

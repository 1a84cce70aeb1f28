import { type Call, chatTranslator, createChatReader, type TurnTranslator } from "@workkit/ai-core";
import { statusOfCode } from "./binding-error.ts";
import { inferFinish, readAnswer } from "./read-answer.ts";

/** Translates a stream of any of the platform's shapes. */
export function translate(call: Call): TurnTranslator {
	const reader = createChatReader(call, { statusOf: statusOfCode });
	const translator = chatTranslator(call, reader, (chunk, emit) => readAnswer(reader, chunk, call, emit));
	return {
		...translator,
		end(emit) {
			translator.end(emit);
			inferFinish(translator.turn, call);
		},
	};
}

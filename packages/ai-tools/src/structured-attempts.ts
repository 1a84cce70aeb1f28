import { type AnswerLike, type JsonReader, reminder } from "./answer-reader.ts";
import { StructuredOutputError } from "./structured-errors.ts";
import { tell } from "./tell.ts";

/** One attempt to get an answer that fits. */
export interface StructuredAttempt {
	/** Counted from 1. */
	readonly attempt: number;
	readonly text: string;
	/** Why the answer does not fit; absent when it does. */
	readonly error?: StructuredOutputError | undefined;
}

/** What the attempts came to. */
export interface Attempted<Output, A> {
	readonly data: Output;
	readonly answer: A;
	readonly attempts: number;
}

/**
 * Asks until the answer fits. Throws the last answer's error; a refusal or a length limit is not tried again, since it
 * would come again. What `generate` throws goes through.
 */
export async function attemptStructured<Output, A extends AnswerLike>(
	reader: JsonReader<Output>,
	generate: (remindWith: string | undefined) => Promise<A>,
	maxAttempts: number,
	onAttempt?: (attempt: StructuredAttempt) => void,
): Promise<Attempted<Output, A>> {
	let remindWith: string | undefined;
	for (let attempt = 1; ; attempt++) {
		const answer = await generate(remindWith);
		const { text = "" } = answer;
		try {
			const data = await reader.read(answer);
			tell(onAttempt, { attempt, text });
			return { data, answer, attempts: attempt };
		} catch (error) {
			if (!(error instanceof StructuredOutputError)) throw error;
			tell(onAttempt, { attempt, text, error });
			if (attempt >= maxAttempts || error.code !== "WORKKIT_STRUCTURED_OUTPUT") throw error;
			remindWith = reminder(error);
		}
	}
}

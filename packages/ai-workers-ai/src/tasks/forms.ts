import type { Call } from "@workkit/ai-core";
import { isWorkkitError, ValidationError } from "@workkit/errors";

/** One of the ways in which models want their input. */
interface Form {
	/** Models that are known to want it, by a part of their name. */
	readonly names?: RegExp;
	/** What a model says that wants it and was given another. */
	readonly wanted: RegExp;
	/** The input travels as the request's body: such a call does not pass an AI Gateway. */
	readonly body?: true;
}

/**
 * The one place that knows models' names. Nothing tells before a call how a model wants its input, so a name is a first
 * guess, which saves a call that would be refused. A model that refuses it says what it wants, and is given that: also models
 * that are newer than this table are served.
 */
const forms: Readonly<Record<FormName, Form>> = {
	/** Pictures: a form. */
	multipart: { names: /flux-2/, wanted: /'multipart'/, body: true },
	/** Sound: the body. */
	body: { names: /nova-|deepgram\/flux|smart-turn/, wanted: /not in '[^']*object/, body: true },
	/** Sound and pictures: a list of numbers. */
	bytes: { names: /whisper(-tiny-en)?$|resnet/, wanted: /not in '[^']*array/ },
	/** Sound and pictures: base64. */
	base64: { wanted: /not in '[^']*string/ },
	/** Speech: the text is in `prompt`. */
	prompt: { names: /melotts/, wanted: /'[^']*\bprompt/ },
	/** Classes: a conversation, for models that judge one. */
	messages: { names: /guard/, wanted: /'[^']*\bmessages/ },
	/** Translations: the language is in `target_language`. */
	targetLanguage: { names: /indictrans/, wanted: /target_language/ },
	/** JSON with the task's usual fields. */
	plain: { wanted: /required properties/ },
};

/** Name of a form. */
export type FormName = "multipart" | "body" | "bytes" | "base64" | "prompt" | "messages" | "targetLanguage" | "plain";

/** What builds the inputs of a call, by form. The last is for models that no other is known for. */
export type Encoders = { readonly [F in FormName]?: (warnings: string[]) => Record<string, unknown> };

/** Asks in one form after the other, until the model has the one that it wants. */
export type AskInForm = <T>(
	call: Call,
	encoders: Encoders,
	ask: (inputs: Record<string, unknown>, warnings: string[]) => Promise<T>,
) => Promise<T>;

/** Makes an {@link AskInForm} that remembers what models wanted. `throughGateway` says whether a call passes an AI Gateway. */
export function createForms(throughGateway: (call: Call) => boolean): AskInForm {
	const learned = new Map<string, FormName>();
	return async (call, encoders, ask) => {
		// Its keys are those that the type allows.
		const left = Object.keys(encoders) as FormName[];
		const known = (name: FormName): boolean => forms[name].names?.test(call.model) ?? false;
		const remembered = left.find((name) => name === learned.get(call.model));
		let form: FormName | undefined = remembered ?? left.find(known) ?? left.at(-1);
		for (;;) {
			const encode = form && encoders[form];
			// There is one for each name that is left, and at first there are some.
			if (!form || !encode) throw new ValidationError(`${call.model} takes no such input.`);
			if (forms[form].body && throughGateway(call)) {
				throw new ValidationError(
					`${call.model} takes its input as a body, which does not pass an AI Gateway: call it with \`workersAi: { gateway: false }\`.`,
				);
			}
			try {
				const warnings: string[] = [];
				const answer = await ask(encode(warnings), warnings);
				learned.set(call.model, form);
				return answer;
			} catch (error) {
				left.splice(left.indexOf(form), 1);
				const said = isWorkkitError(error) && error.context.status === 400 && `${error.context.vendorMessage}`;
				form = said ? left.find((name) => forms[name].wanted.test(said)) : undefined;
				if (!form) throw error;
			}
		}
	};
}

import type { Call } from "@workkit/ai-core";
import { BindingNotFoundError } from "@workkit/errors";
import { readBindingAnswer } from "./answer.ts";
import type { CallableBinding, WorkersAiRunOptions } from "./binding.ts";
import { bindingError } from "./binding-error.ts";
import { encodeRunOptions } from "./run-options.ts";
import type { WorkersAiOptions } from "./workers-ai.ts";

/** Asks a model and reads the binding's answer: parsed JSON, or a stream of what is not JSON. */
export type Ask = (
	call: Call,
	inputs: Record<string, unknown>,
	warnings: string[],
	more?: WorkersAiRunOptions,
) => Promise<unknown>;

/** What asks the binding. Throws `BindingNotFoundError` when it is missing. */
export function createAsk(settings: WorkersAiOptions): Ask {
	const { binding } = settings;
	if (typeof binding?.run !== "function") {
		throw new BindingNotFoundError("AI", {
			message: 'Binding "AI" not found: add `"ai": { "binding": "AI" }` to wrangler.jsonc and pass `env.AI`.',
		});
	}
	return async (call, inputs, warnings, more) => {
		const options = { ...encodeRunOptions(call, settings, warnings), ...more };
		let value: unknown;
		try {
			value = await (binding as CallableBinding).run(call.model, inputs, options);
		} catch (error) {
			throw bindingError(error, call);
		}
		return await readBindingAnswer(value, call);
	};
}

import type { WorkersAiBinding } from "@workkit/ai-gateway";
import { gatewayOn } from "./gateway.ts";
import type { AiModel, Answer, InferInput } from "./models.ts";
import { notice } from "./notice.ts";
import type { AiResult, RunOptions } from "./options.ts";

/** @deprecated Use `CompleteGateway` of `@workkit/ai-gateway`. */
export interface WorkkitAiClient {
	/**
	 * Runs a model. Rejects with a `WorkkitError`, or with the reason of an abort.
	 * @deprecated Use `run` of `createGateway` from `@workkit/ai-gateway`; its `raw` is what `data` was.
	 */
	run<T = never, M extends string = string>(
		model: M,
		inputs: (M extends AiModel ? InferInput<M> : object) | object,
		options?: RunOptions,
	): Promise<AiResult<Answer<T, M>>>;
}

/**
 * A client of Workers AI. Throws `BindingNotFoundError` without a binding.
 * @deprecated Use `createGateway({ providers: { "workers-ai": { type: "workers-ai", binding } }, defaultProvider: "workers-ai" })` of `@workkit/ai-gateway`.
 */
export function ai(binding: WorkersAiBinding): WorkkitAiClient {
	notice();
	gatewayOn(binding);
	return {
		async run<T, M>(
			model: string,
			inputs: object,
			{ signal, gateway }: RunOptions = {},
		): Promise<AiResult<Answer<T, M>>> {
			const { raw } = await gatewayOn(binding, gateway, Object(inputs).stream).run(model, { ...inputs }, { signal });
			// What a model answers with is the caller's to know.
			return { data: raw as Answer<T, M>, model };
		},
	};
}

import type { AiBinding } from "@workkit/ai";
import { createSimulator, type SimulatorOptions } from "@workkit/ai-simulator";

/** What a binding was asked. */
export interface Asked {
	readonly model: string;
	readonly inputs: Record<string, unknown>;
	readonly options: { readonly signal?: AbortSignal; readonly gateway?: unknown };
}

/** A binding that answers with one reply after the other, then with the last again; a reply that is an error is thrown. */
export function bindingOf(...replies: readonly unknown[]): AiBinding & { readonly asked: Asked[] } {
	const asked: Asked[] = [];
	return {
		asked,
		async run(model, inputs, options = {}) {
			const reply = replies[Math.min(asked.push({ model, inputs, options }), replies.length) - 1];
			if (reply instanceof Error) throw reply;
			return typeof reply === "function" ? reply(options) : reply;
		},
	};
}

/** The binding of a simulator that answers by a script. */
export function simulated(script?: SimulatorOptions["script"]): ReturnType<typeof createSimulator> {
	return createSimulator(script && { script });
}

/** What a promise rejects with. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
	return promise.then(
		() => {
			throw new Error("It did not fail.");
		},
		(error: unknown) => error,
	);
}

/** The platform's error: a name and a message. */
export function aiError(message: string): Error {
	return Object.assign(new Error(message), { name: "InferenceUpstreamError" });
}

import { type CompleteGateway, createCoreGateway, type WorkersAiBinding, workersAi } from "@workkit/ai-gateway";
import type { RunOptions } from "./options.ts";

/** The gateway that every function here calls; its answers' `raw` is what the binding said, with `stream` the bytes. */
export function gatewayOn(
	binding: WorkersAiBinding,
	gateway?: RunOptions["gateway"],
	stream?: unknown,
): CompleteGateway<"workers-ai"> {
	const provider = workersAi({ binding, gateway });
	// The provider itself reads streams into events; its `run` hands on what is no text, bytes among it.
	const run = (model: string, inputs: object, options: object): Promise<unknown> =>
		binding.run(model as never, { ...inputs, stream: true } as never, options as never);
	return createCoreGateway({
		providers: { "workers-ai": stream ? workersAi({ binding: { run }, gateway }) : provider },
		defaultProvider: "workers-ai",
	});
}

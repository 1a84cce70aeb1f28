import {
	type Call,
	isConversation,
	type OperationName,
	type Provider,
	readConversation,
	writing,
} from "@workkit/ai-core";
import { ConfigError } from "@workkit/errors";
import type { CustomProviderConfig } from "./provider-config.ts";

/** The options as the caller's function gets them: with the one signal that carries abort and deadlines. */
function optionsOf<K extends OperationName>(call: Call<K>): Call<K>["options"] {
	return { ...call.options, signal: call.signal };
}

function checkInput(call: Call<"run"> | Call<"stream">): void {
	writing(() => isConversation(call.input) && readConversation(call.input));
}

/** Makes a provider of a caller's own functions: exactly the operations that the record has. */
export function custom(config: CustomProviderConfig): Provider {
	const { run, stream, embed } = config;
	if (typeof run !== "function") throw new ConfigError('A provider of type "custom" needs a `run` function.');
	return {
		async run(call) {
			checkInput(call);
			return run.call(config, call.model, call.input, optionsOf(call));
		},
		...(stream && {
			async stream(call: Call<"stream">) {
				checkInput(call);
				return stream.call(config, call.model, call.input, optionsOf(call));
			},
		}),
		...(embed && {
			embed: (call: Call<"embed">) => embed.call(config, call.model, call.input, optionsOf(call)),
		}),
	};
}

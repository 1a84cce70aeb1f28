import { type Call, isConversation, type Provider, readConversation, writing } from "@workkit/ai-core";
import { ConfigError } from "@workkit/errors";
import type { CustomProviderConfig } from "./provider-config.ts";

/** Makes a provider of a caller's own functions: exactly the operations that the record has. */
export function custom(config: CustomProviderConfig): Provider {
	if (typeof config.run !== "function") throw new ConfigError('A provider of type "custom" needs a `run` function.');
	const operations = (["run", "stream", "embed"] as const).filter((name) => config[name]);
	const act = async ({
		operation,
		model,
		input,
		options,
		signal,
	}: Call<"run" | "stream" | "embed">): Promise<unknown> => {
		if (operation !== "embed") writing(() => isConversation(input) && readConversation(input));
		// The one signal carries abort and deadlines.
		return config[operation]?.(model, input as never, { ...options, signal });
	};
	return Object.fromEntries(operations.map((name) => [name, act]));
}

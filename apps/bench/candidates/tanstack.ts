import { createWorkersAiChat } from "@cloudflare/tanstack-ai/adapters/workers-ai";
import { type AnyTextAdapter, chat } from "@tanstack/ai";
import { createAnthropicChat } from "@tanstack/ai-anthropic";
import { createOpenaiChatCompletions } from "@tanstack/ai-openai";
import { bindingOf, type Candidate, iterating, models, prompt, type Vendor, type Wire } from "./candidate.ts";

const messages = [{ role: "user" as const, content: prompt }];

const adapterOf: Record<Wire, (vendor: Vendor) => AnyTextAdapter> = {
	openai: (fetch) => createOpenaiChatCompletions(models.openai, "key", { fetch }),
	anthropic: (fetch) => createAnthropicChat(models.anthropic, "key", { fetch } as never),
	"workers-ai": (vendor) => createWorkersAiChat(models["workers-ai"], { binding: bindingOf(vendor) }),
};

const stream = (wire: Wire) => (vendor: Vendor) => {
	const adapter = adapterOf[wire](vendor);
	return async () =>
		iterating(chat({ adapter, messages, stream: true }), (event, seen) => {
			if (event.type === "TEXT_MESSAGE_CONTENT") seen.characters += event.delta.length;
			else if (event.type === "RUN_FINISHED") {
				const usage = [event.usage].flat()[0];
				if (usage && "completionTokens" in usage) seen.outputTokens = usage.completionTokens ?? 0;
			} else if (event.type === "RUN_ERROR") throw new Error(event.message);
		});
};

export const tanstack: Candidate = {
	label: "TanStack AI",
	packages: ["@tanstack/ai", "@tanstack/ai-openai", "@tanstack/ai-anthropic", "@cloudflare/tanstack-ai"],
	stream: { openai: stream("openai"), anthropic: stream("anthropic"), "workers-ai": stream("workers-ai") },
	// Without `stream` it still asks the vendor for a stream, which it then collects.
	call: Object.fromEntries(
		(["openai", "anthropic", "workers-ai"] as const).map((wire) => [
			wire,
			(vendor: Vendor) => {
				const adapter = adapterOf[wire](vendor);
				return () => chat({ adapter, messages, stream: false });
			},
		]),
	),
};

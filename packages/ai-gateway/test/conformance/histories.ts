import { type ChatMessage, createGateway } from "@workkit/ai-gateway";
import { createSimulator } from "@workkit/ai-simulator";
import { equal, holds } from "./claims.ts";
import { question, user, weather } from "./stage.ts";
import type { Check } from "./subject.ts";

/** Conversations that change the vendor. */
export const histories: readonly Check[] = [
	{
		name: "a conversation goes on with another vendor, calls and results and all",
		async run(subject, other) {
			const simulator = createSimulator({
				reply: ({ toolResults, reasoning: asked }) =>
					toolResults.length > 0
						? undefined
						: {
								...(asked && { reasoning: "Hm." }),
								toolCalls: [{ name: "get_weather", arguments: { city: "Paris" } }],
							},
			});
			const gateway = createGateway({
				providers: { [subject.name]: subject.open(simulator), [other.name]: other.open(simulator) },
				defaultProvider: subject.name,
			});
			const options = { toolOptions: { tools: [weather] } };
			const start: ChatMessage[] = [
				{ role: "system", content: "Be brief.", cacheControl: "ephemeral" },
				user(question),
			];
			const { message } = await gateway.run(subject.model, { messages: start, ...subject.reasoning }, options);
			const result: ChatMessage = { role: "tool", toolCallId: message.toolCalls?.[0]?.id ?? "", content: "18 °C" };
			const messages = [...start, message, result];
			const next = await gateway.run(other.model, { messages }, { ...options, provider: other.name });
			holds(next.text?.includes("18 °C"), `answer: ${next.text}`);
			const reasoned = typeof message.content !== "string";
			equal(next.warnings?.length ?? 0, reasoned ? 1 : 0, "warnings of what was dropped");
			const back = await gateway.run(
				subject.model,
				{ messages: [...messages, next.message, user("Thanks.")] },
				options,
			);
			equal(back.provider, subject.name, "provider");
		},
	},
];

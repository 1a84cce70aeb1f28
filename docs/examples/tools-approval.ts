import { aiWithTools, type ChatMessage, type Gateway, type GatewayToolDefinition } from "@workkit/ai-gateway";

// #region approval
const refund: GatewayToolDefinition = {
	name: "refund",
	description: "Refunds an order.",
	parameters: { type: "object", properties: { order: { type: "string" } }, required: ["order"] },
};

export async function talk(
	gateway: Gateway,
	messages: ChatMessage[],
	confirm: (question: string) => Promise<boolean>,
): Promise<string> {
	const answer = await aiWithTools(
		gateway,
		"gpt-5.2",
		{ messages },
		{ tools: [refund], runOptions: { provider: "openai" } },
	);
	messages.push(...answer.messages);
	if (answer.stopReason !== "pending_tools") return answer.content;

	for (const call of answer.pendingToolCalls) {
		const isAllowed = await confirm(`Refund order ${call.arguments.order}?`);
		messages.push({ role: "tool", toolCallId: call.id, content: isAllowed ? "Refunded." : "The customer declined." });
	}
	return talk(gateway, messages, confirm);
}
// #endregion

import { rewrite } from "@workkit/ai-codemod";

const before =
	'import { estimateTokens, type ToolCall } from "@workkit/ai";\n\nexport const count = estimateTokens("hi");\nexport type Call = ToolCall;\n';

export async function main(): Promise<void> {
	const { text, todos } = rewrite(before, "worker.ts");
	if (!text.startsWith('import { estimateTokens, type GatewayToolCall } from "@workkit/ai-gateway";'))
		throw new Error(text);
	if (todos.length > 0) throw new Error(`left ${todos.length} decisions`);
}

import { aiWithTools, fromJsonSchema, structuredWithRetry, tool } from "@workkit/ai-tools";

export async function main(): Promise<void> {
	const double = tool({
		name: "double",
		description: "Doubles a number.",
		input: fromJsonSchema<{ n: number }>({ type: "object", properties: { n: { type: "number" } }, required: ["n"] }),
		execute: ({ n }) => n * 2,
	});
	let asked = 0;
	const gateway = {
		run: async (model: string) => ({
			text: asked ? "42" : "",
			raw: null,
			provider: "own",
			model,
			...(!asked++ && { toolCalls: [{ id: "1", name: "double", arguments: { n: 21 } }] }),
		}),
	};
	const { content, toolResults } = await aiWithTools(gateway, "parrot", { prompt: "21 twice?" }, { tools: [double] });
	const shown: string | undefined = toolResults[0]?.content;
	if (content !== "42" || shown !== "42") throw new Error(`answered ${content} after ${shown}`);
	const schema = fromJsonSchema<{ color: string }>({ type: "object", required: ["color"] });
	const { data } = await structuredWithRetry({ schema, generate: async () => 'Sure: {"color":"red"}' });
	const color: string = data.color;
	if (color !== "red") throw new Error(`read ${color}`);
}

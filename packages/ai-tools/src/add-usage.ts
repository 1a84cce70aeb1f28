import { compact, type TokenUsage } from "@workkit/ai-core";

/** The sum of two counts. What neither of them has stays absent; `undefined` when there is none at all. */
export function addUsage(a: TokenUsage | undefined, b: TokenUsage | undefined): TokenUsage | undefined {
	if (!a || !b) return a ?? b;
	const sum = (name: keyof TokenUsage): number | undefined =>
		a[name] === undefined && b[name] === undefined ? undefined : (a[name] ?? 0) + (b[name] ?? 0);
	const totalOf = ({ inputTokens, outputTokens, totalTokens = inputTokens + outputTokens }: TokenUsage): number =>
		totalTokens;
	const hasTotal = (a.totalTokens ?? b.totalTokens) !== undefined;
	return {
		inputTokens: a.inputTokens + b.inputTokens,
		outputTokens: a.outputTokens + b.outputTokens,
		...compact({
			totalTokens: hasTotal ? totalOf(a) + totalOf(b) : undefined,
			cachedInputTokens: sum("cachedInputTokens"),
			cacheWriteTokens: sum("cacheWriteTokens"),
			reasoningTokens: sum("reasoningTokens"),
			neurons: sum("neurons"),
		}),
	};
}

import type { TokenUsage, ToolChoice } from "@workkit/ai-core";
import { type AiOutput, type ChatMessage, compact, type GatewayToolCall, type Receipt } from "@workkit/ai-core";
import { isWorkkitError, ValidationError } from "@workkit/errors";
import { addReceipts } from "./add-receipts.ts";
import { addUsage } from "./add-usage.ts";
import type { Ask, TurnEvent } from "./ask.ts";
import { hearTurn } from "./hear-turn.ts";
import { inParallel } from "./in-parallel.ts";
import { splitInput } from "./split-input.ts";
import { tell } from "./tell.ts";
import type { ToolLoopInput, ToolLoopOptions, ToolTurn } from "./tool-loop-options.ts";
import type { ToolLoopEvent, ToolLoopResult, ToolLoopStop } from "./tool-loop-result.ts";
import { type ToolResult, toolMessage } from "./tool-result.ts";
import { toolSet } from "./tool-set.ts";
import { historyCall, idsIn, turnIds } from "./turn-ids.ts";

function checkCount(name: string, value: number): void {
	if (value >= 1 && (Number.isInteger(value) || value === Number.POSITIVE_INFINITY)) return;
	throw new ValidationError(`\`${name}\` must be a whole number above 0.`);
}

/** The choice that the options make for a turn. */
function choiceFor(turn: number, options: ToolLoopOptions): ToolChoice | undefined {
	const { toolChoice, finishWithAnswer, maxTurns = 5 } = options;
	if (finishWithAnswer && turn === maxTurns) return "none";
	if (typeof toolChoice === "function") return toolChoice(turn);
	return turn === 1 || toolChoice === "auto" || toolChoice === "none" ? toolChoice : undefined;
}

/**
 * The loop itself: asks, runs the tools, asks again. Says what happens as it happens, as fast as it is listened to, and
 * answers with the result. Rejects with the signal's reason, or when the model cannot be asked.
 */
export async function* toolLoop(
	ask: Ask,
	input: ToolLoopInput,
	options: ToolLoopOptions,
	signal: AbortSignal,
): AsyncGenerator<TurnEvent | ToolLoopEvent, ToolLoopResult> {
	const { tools, handler, maxTurns = 5, concurrency = 6, toolTimeout, stopWhen, onTurn, runOptions } = options;
	checkCount("maxTurns", maxTurns);
	checkCount("concurrency", concurrency);
	const { given, settings } = splitInput(input);
	const { definitions, execute, isPending, warnings: known } = toolSet(tools, handler);
	const taken = idsIn(given);
	const messages: ChatMessage[] = [];
	const toolCalls: GatewayToolCall[] = [];
	const toolResults: ToolResult[] = [];
	const receipts: Receipt[] = [];
	const warnings = new Set(known);
	let usage: TokenUsage | undefined;
	let content = "";

	for (let turn = 1; ; turn++) {
		const conversation = [...given, ...messages];
		const asked = ask(
			{ ...settings, messages: conversation },
			{
				...runOptions,
				signal,
				// It is the whole loop's, and in the signal.
				timeout: undefined,
				toolOptions: definitions[0] && { tools: definitions, toolChoice: choiceFor(turn, options) },
			},
		);
		let output: AiOutput;
		let calls: GatewayToolCall[];
		try {
			({ output, calls } = yield* hearTurn(asked, turnIds(taken)));
		} catch (error) {
			// What was paid for until here is not lost.
			if (isWorkkitError(error) && !signal.aborted) {
				error.context.toolLoop = compact({ turns: turn - 1, usage, receipt: addReceipts(receipts) });
			}
			throw error;
		}
		const { text = "", message, receipt = { attempts: [] }, finishReason } = output;
		content = text || content;
		usage = addUsage(usage, output.usage);
		receipts.push(receipt);
		for (const warning of output.warnings ?? []) warnings.add(warning);
		if (!output.usage) warnings.add(`Turn ${turn} reported no usage.`);
		toolCalls.push(...calls);
		messages.push({
			...(message ?? { role: "assistant", content: text }),
			...(calls[0] && { toolCalls: calls.map(historyCall) }),
		});

		const here = calls.filter(({ name }) => !isPending(name));
		const results: ToolResult[] = [];
		const run = (call: GatewayToolCall): Promise<ToolResult> =>
			execute(call, { signal, timeout: toolTimeout, messages: conversation });
		for await (const [index, result] of inParallel(here, concurrency, run)) {
			results[index] = result;
			yield { type: "tool_result", ...result };
		}
		messages.push(...results.map(toolMessage));
		toolResults.push(...results);

		const total = { usage, receipt: addReceipts(receipts) };
		const told: ToolTurn = { turn, output, toolCalls: calls, toolResults: results, total };
		tell(onTurn, told);
		yield { type: "turn", turn, ...compact({ finishReason, usage: output.usage }) };

		let stopReason: ToolLoopStop | undefined;
		if (!calls[0]) stopReason = "answer";
		else if (here.length < calls.length) stopReason = "pending_tools";
		else if (await stopWhen?.(told)) stopReason = "stop_condition";
		else if (turn >= maxTurns) stopReason = "max_turns";
		signal.throwIfAborted();
		if (!stopReason) continue;
		return {
			content,
			toolCalls,
			toolResults,
			pendingToolCalls: calls.filter(({ name }) => isPending(name)),
			provider: output.provider,
			model: output.model,
			turns: turn,
			stopReason,
			messages,
			receipt: total.receipt,
			receipts,
			warnings: [...warnings],
			...compact({ finishReason, refusal: output.refusal, usage }),
		};
	}
}

import type { AiOutput, Receipt, TokenUsage } from "@workkit/ai-core";
import { compact } from "@workkit/ai-core";
import { addReceipts } from "./add-receipts.ts";
import { addUsage } from "./add-usage.ts";

/** A structured answer. */
export interface StructuredResult<Output> {
	/** The answer as the schema makes it. */
	data: Output;
	/** The vendor's answer as it came. */
	raw: unknown;
	/** The answer's text. */
	text: string;
	/** Who answered. */
	provider: string;
	model: string;
	/** How many answers there were, this one included. */
	attempts: number;
	/** The sum of all attempts; absent when none reported any. */
	usage?: TokenUsage;
	/** All attempts, and what they cost together. */
	receipt: Receipt;
	/** What could not be honoured, and what the JSON Schema does not say, in words. */
	warnings: string[];
}

/** What several answers cost together. */
export function spentOn(
	answers: readonly AiOutput[],
): Pick<StructuredResult<unknown>, "attempts" | "usage" | "receipt"> {
	const usage = answers.map((answer) => answer.usage).reduce(addUsage, undefined);
	const receipt = addReceipts(answers.map(({ receipt = { attempts: [] } }) => receipt));
	return { attempts: answers.length, receipt, ...compact({ usage }) };
}

/** The result of several answers, of which the last one fits. */
export function structuredResult<Output>(
	data: Output,
	answers: readonly AiOutput[],
	last: AiOutput,
	warnings: ReadonlySet<string>,
): StructuredResult<Output> {
	const { raw, text = "", provider, model } = last;
	const told = new Set([...warnings, ...answers.flatMap((answer) => answer.warnings ?? [])]);
	return { data, raw, text, provider, model, ...spentOn(answers), warnings: [...told] };
}

import {
	type Call,
	type Compact,
	compact,
	inStreamError,
	type OperationName,
	readChatUsage,
	type TaskOutput,
} from "@workkit/ai-core";
import { StreamInterruptedError } from "@workkit/errors";
import type { Ask } from "../ask.ts";
import { statusOfCode } from "../binding-error.ts";
import { unwrap } from "../read-answer.ts";
import type { WireAnswer } from "../wire.ts";
import type { AskInForm, Encoders } from "./forms.ts";

/** What tasks are asked with. */
export interface TaskTools {
	readonly ask: Ask;
	readonly askInForm: AskInForm;
}

/** A model's answer: JSON without its envelope, or a stream. */
export interface Answer {
	/** Of a stream, no field is there. */
	readonly fields: TaskAnswer;
	readonly raw: unknown;
	/** What all tasks' outputs have. */
	readonly common: TaskOutput;
}

/** The fields of tasks' answers that are read. */
export interface TaskAnswer extends Omit<WireAnswer, "text"> {
	readonly image?: unknown;
	readonly images?: readonly unknown[];
	readonly audio?: unknown;
	readonly text?: unknown;
	readonly words?: readonly WireSpan[];
	readonly segments?: readonly (WireSpan & { readonly words?: readonly WireSpan[] })[];
	readonly vtt?: unknown;
	readonly results?: {
		readonly channels?: readonly {
			readonly alternatives?: readonly { readonly transcript?: string; readonly words?: readonly WireSpan[] }[];
		}[];
	};
	readonly translations?: readonly unknown[];
	readonly request_id?: string;
	readonly responses?: readonly {
		readonly id?: number;
		readonly result?: unknown;
		readonly success?: boolean;
		readonly external_reference?: string;
		readonly error?: unknown;
	}[];
}

/** A word or passage. Models name its text differently. */
export interface WireSpan {
	readonly word?: string;
	readonly punctuated_word?: string;
	readonly text?: string;
	readonly start?: number;
	readonly end?: number;
}

/** Asks in the form that the model wants. Throws for an answer that tells a failure. */
export async function askTask<K extends OperationName>(
	{ ask, askInForm }: TaskTools,
	call: Call<K>,
	encoders: Encoders,
): Promise<Answer> {
	const said: string[] = [];
	const raw = await askInForm(call, encoders, (inputs, warnings) => {
		// The last of the forms is the one that counts.
		said.length = 0;
		return ask(call, compact(inputs), warnings).finally(() => said.push(...warnings));
	});
	return readTask(call, raw, said);
}

/** Reads what is common to all answers. */
export function readTask(call: Call, raw: unknown, warnings: string[]): Answer {
	const fields = unwrap(raw) as TaskAnswer;
	if (fields.success === false || fields.error) throw inStreamError(raw, call, statusOfCode);
	const more: Compact<Pick<TaskOutput, "usage" | "warnings">> = compact({
		usage: fields.usage ? readChatUsage(fields.usage) : undefined,
		warnings: warnings[0] ? warnings : undefined,
	});
	const file = raw instanceof ReadableStream || ArrayBuffer.isView(raw) || raw instanceof ArrayBuffer;
	return {
		fields,
		raw,
		common: { raw: file ? null : raw, provider: call.provider, model: call.model, receipt: call.receipt, ...more },
	};
}

/** The text that an answer must have. */
export function textOf(...candidates: unknown[]): string {
	const text = candidates.find((candidate) => typeof candidate === "string");
	if (typeof text !== "string") throw new StreamInterruptedError("malformed");
	return text;
}

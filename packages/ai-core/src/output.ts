import type { FinishReason } from "./finish-reason.ts";
import type { ChatMessage } from "./message.ts";
import type { Receipt } from "./receipt.ts";
import type { GatewayToolCall } from "./tool.ts";
import type { TokenUsage } from "./usage.ts";

/** An answer, as any provider or hand-written gateway may give it. */
export interface AiOutput {
	/** The answer's text, without reasoning and refusals; `""` for an answer without text, absent when the model does not write. */
	text?: string;
	/** The vendor's answer as it came. */
	raw: unknown;
	/** Absent when the vendor reports none. */
	usage?: TokenUsage;
	/** Key of the provider that answered. */
	provider: string;
	/** The model that was asked for. */
	model: string;
	/** Absent when the model called none. */
	toolCalls?: GatewayToolCall[];
	/** Which tier of a fallback answered, where middleware or a provider has one. */
	via?: "primary" | "secondary";
	finishReason?: FinishReason;
	/** The vendor's own word; `null` when its wire never says it. */
	rawFinishReason?: string | null;
	/** The model's reasoning, where the vendor shows it. */
	reasoning?: string;
	/** The vendor's refusal text (OpenAI). */
	refusal?: string;
	/** The vendor's id of the answer. */
	id?: string;
	/** The model that the vendor says it ran. */
	servedModel?: string;
	/** What the provider could not honour, in words. */
	warnings?: string[];
	/** The assistant's turn, ready to append to the history. */
	message?: ChatMessage;
	receipt?: Receipt;
}

/** An answer of a gateway made by `createGateway`: what `AiOutput` leaves open is always there. */
export interface RunOutput extends AiOutput {
	finishReason: FinishReason;
	rawFinishReason: string | null;
	message: ChatMessage;
	receipt: Receipt;
}

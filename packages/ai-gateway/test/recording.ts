import { providers } from "virtual:recordings";

/** A tool call as the recording's truth states it. */
export interface ExpectedToolCall {
	/** `null` when the wire has none. */
	id: string | null;
	name: string;
	/** `null` when the text is not valid JSON. */
	arguments: unknown;
	/** Absent when the wire carries an object. */
	argumentsText?: string;
}

/** Token counts as the wire reports them. */
export interface ExpectedUsage {
	inputTokens: number;
	outputTokens?: number;
	inputTokensTotal?: number;
	cachedInputTokens?: number;
	cacheCreationInputTokens?: number;
	reasoningTokens?: number;
	totalTokens?: number;
}

/** An error as the wire reports it. */
export interface ExpectedError {
	status: number;
	type?: string;
	code?: string | number;
	message?: string;
	retryAfterMs?: number;
	inStream?: boolean;
}

/** What a recorded answer says. */
export interface Expected {
	id?: string | null;
	model?: string | null;
	text?: string;
	json?: unknown;
	reasoning?: string;
	refusal?: string;
	toolCalls?: ExpectedToolCall[];
	finishReason?: string | null;
	usage?: ExpectedUsage | null;
	usageRaw?: unknown;
	embeddings?: { index: number; dimensions: number; head: number[] }[];
	error?: ExpectedError;
}

/** A case as the virtual module holds it. */
export interface StoredCase {
	name: string;
	provider: string;
	wire: "openai-chat" | "anthropic-messages" | "workers-ai" | "cf-universal";
	endpoint: "chat" | "embeddings";
	streaming: boolean;
	status: number;
	headers: Record<string, string>;
	features: string[];
	body: { text: string } | { base64: string };
	request?: Record<string, unknown>;
	expected: Expected;
}

/** A recorded exchange with a provider. */
export interface Recording extends Omit<StoredCase, "body"> {
	body: Uint8Array;
}

function bytesOf(body: StoredCase["body"]): Uint8Array {
	if ("text" in body) return new TextEncoder().encode(body.text);
	return Uint8Array.from(atob(body.base64), (character) => character.charCodeAt(0));
}

/** All recorded cases, in the order of their names. */
export async function loadRecordings(): Promise<Recording[]> {
	const modules = await Promise.all(Object.values(providers).map((load) => load()));
	return modules
		.flatMap(({ cases }) => cases)
		.map((stored) => ({ ...stored, body: bytesOf(stored.body) }))
		.sort((a, b) => (a.name < b.name ? -1 : 1));
}

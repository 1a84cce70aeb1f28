import { type AiInput, createGateway, type ProviderConfig, type RunOutput } from "@workkit/ai-gateway";
import { bodyOf } from "./pieces.ts";
import { type Heard, hear } from "./replay.ts";

/** The wires that quirks are written for. */
export type Kind = "openai" | "anthropic" | "workers-ai";

/** An answer as a test writes it: text or JSON, whole or in pieces. */
export interface Given {
	status?: number;
	headers?: Record<string, string>;
	body: unknown;
}

const input: AiInput = { prompt: "Hello" };
const model = "test-model";

/** Frames with one `data:` line each; a string is the line as it is, anything else its JSON. */
export function sse(...frames: unknown[]): string {
	return frames.map((frame) => `data: ${typeof frame === "string" ? frame : JSON.stringify(frame)}\n\n`).join("");
}

/** A chunk of the chat wire with one choice. */
export function chunk(delta: unknown, finishReason: string | null = null, more: Record<string, unknown> = {}): unknown {
	return { id: "chatcmpl-1", model: "served", choices: [{ index: 0, delta, finish_reason: finishReason }], ...more };
}

/** A whole answer of the chat wire with one choice. */
export function completion(message: unknown, finishReason: string | null = "stop"): unknown {
	return { id: "chatcmpl-1", model: "served", choices: [{ index: 0, message, finish_reason: finishReason }] };
}

function piecesOf(body: unknown): Uint8Array[] {
	const isPiece = (piece: unknown): boolean => typeof piece === "string" || piece instanceof Uint8Array;
	const pieces = Array.isArray(body) && body.every(isPiece) ? body : [body];
	return pieces.map((piece) => {
		if (piece instanceof Uint8Array) return piece;
		return new TextEncoder().encode(typeof piece === "string" ? piece : JSON.stringify(piece));
	});
}

function respond({ status = 200, headers, body }: Given, contentType: string): Response {
	return new Response(bodyOf(piecesOf(body)), { status, headers: { "content-type": contentType, ...headers } });
}

function gatewayOf(kind: Kind, answer: () => unknown) {
	const http = { apiKey: "key-of-the-test", fetch: async () => answer() as Response };
	const records: Record<Kind, ProviderConfig> = {
		openai: { type: "openai", ...http },
		anthropic: { type: "anthropic", ...http },
		"workers-ai": { type: "workers-ai", binding: { run: async () => answer() } },
	};
	return createGateway({ providers: { mine: records[kind] }, defaultProvider: "mine" });
}

/** Streams an answer and hears all of it; without a content type of its own it is an event stream. */
export function hearAnswer(kind: Kind, given: Given): Promise<Heard> {
	return hearFrom(kind, () => respond(given, "text/event-stream"));
}

/** Streams whatever the binding (or `fetch`) gives. */
export function hearFrom(kind: Kind, answer: () => unknown): Promise<Heard> {
	const gateway = gatewayOf(kind, answer);
	return hear(gateway.stream(model, input, { events: ["reasoning", "refusal", "tool_input"] }));
}

/** Runs against an answer; without a content type of its own it is JSON. */
export function runAnswer(kind: Kind, given: Given): Promise<RunOutput> {
	return runFrom(kind, () => respond(given, "application/json"));
}

/** Runs against whatever the binding (or `fetch`) gives. */
export function runFrom(kind: Kind, answer: () => unknown): Promise<RunOutput> {
	return gatewayOf(kind, answer).run(model, input);
}

/** The facts of an error that tests look at; those of `undefined` when there was none. */
export function factsOf(error: unknown): Record<string, unknown> {
	const { code, reason, retryable, retryAfterMs, context } = Object(error);
	return { code, reason, retryable, retryAfterMs, ...context };
}

/** What a failed run rejected with, as facts. */
export function failureOf(promise: Promise<unknown>): Promise<Record<string, unknown>> {
	return promise.then(() => factsOf(undefined), factsOf);
}

/** All text deltas, joined. */
export function textOf({ events }: Heard): string {
	return events.map((event) => (event.type === "text" ? event.delta : "")).join("");
}

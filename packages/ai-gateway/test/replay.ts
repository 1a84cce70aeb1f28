import {
	type ChatMessage,
	createGateway,
	type EmbedOutput,
	type ProviderConfig,
	type RunOutput,
	type StreamEvent,
} from "@workkit/ai-gateway";
import { bodyOf, type Pieces } from "./pieces.ts";
import type { Recording } from "./recording.ts";

/** How an answer gets to the gateway: over `fetch`, or from the AI binding as a raw response or as its plain value. */
export type Transport = "fetch" | "raw" | "plain";

/** Every event that a stream can emit. */
export type Event = StreamEvent<"reasoning" | "refusal" | "tool_input">;

/** What a reader of a stream heard. */
export interface Heard {
	events: Event[];
	/** Set when `read()`, or the call itself, rejected. */
	error?: unknown;
}

type Fields = Record<string, unknown>;

/** The ways in which a recording can reach the gateway. */
export function transportsOf({ wire }: Recording): Transport[] {
	return wire === "workers-ai" ? ["raw", "plain"] : ["fetch"];
}

const isText = (part: Fields): boolean => part.type === "text";
const isImage = (part: Fields): boolean =>
	part.type === "image_url" && typeof (part.image_url as Fields | null)?.url === "string";

function isContent(content: unknown, isPart: (part: Fields) => boolean): boolean {
	return content == null || typeof content === "string" || (Array.isArray(content) && content.every(isPart));
}

const isMessage = (message: Fields): boolean =>
	["system", "developer", "user", "assistant", "tool"].includes(String(message.role)) &&
	isContent(message.content, (part) => isText(part) || isImage(part)) &&
	(message.role !== "tool" || typeof message.tool_call_id === "string");

/** The recorded conversation as the gateway's input; a bare prompt where it has parts that the gateway's input cannot say. */
function conversationOf({ wire, request = {} }: Recording): Fields {
	const { messages, model: _model, stream: _stream, system, ...settings } = request;
	const prompt = { prompt: "Hello", ...settings };
	if (!Array.isArray(messages) || messages.length === 0) return prompt;
	if (wire !== "anthropic-messages") return messages.every(isMessage) ? { messages, ...settings } : prompt;
	if (!messages.every((message) => message.role && isContent(message.content, isText))) return prompt;
	if (!isContent(system, isText)) return prompt;
	const told: ChatMessage[] = system ? [{ role: "system", content: system as ChatMessage["content"] }] : [];
	return { messages: [...told, ...messages], ...settings };
}

/** As many texts as the request embedded; tokens are replaced by words. */
function embeddingOf({ request = {} }: Recording): { text: string | string[] } & Fields {
	const { input, model: _model, ...settings } = request;
	if (!Array.isArray(input)) return { ...settings, text: String(input) };
	return { ...settings, text: input.map((text) => (typeof text === "string" ? text : "token")) };
}

/** Headers of the transfer, which a replay does not repeat. */
const ofTransfer = new Set(["transfer-encoding", "date", "content-encoding", "content-length"]);

/** A gateway whose only provider answers as recorded. */
export interface Replay {
	/** Sets the pieces in which the next answers arrive. Default: one. */
	serve(pieces: Pieces, onServe?: (served: number) => void): void;
	/** What was sent last: the HTTP body, or the binding's inputs and model. */
	sent(): Fields;
	run(): Promise<RunOutput>;
	embed(): Promise<EmbedOutput>;
	/** Streams with all events and reads to the end. */
	listen(onEvent?: () => void): Promise<Heard>;
}

/** Builds the replay of a recording. */
export function createReplay(recording: Recording, transport: Transport): Replay {
	const { wire, status, body, streaming } = recording;
	const headers = Object.fromEntries(Object.entries(recording.headers).filter(([name]) => !ofTransfer.has(name)));
	let pieces: Pieces = [body];
	let onServe: ((served: number) => void) | undefined;
	let sent: Fields = {};
	const respond = (): Response => new Response(bodyOf(pieces, onServe), { status, headers });

	const binding = {
		async run(model: string, inputs: Fields): Promise<unknown> {
			sent = { ...inputs, model };
			if (transport === "raw") return respond();
			return streaming ? bodyOf(pieces, onServe) : JSON.parse(new TextDecoder().decode(body));
		},
	};
	const http = {
		apiKey: "test-key",
		async fetch(_url: string, init: RequestInit): Promise<Response> {
			sent = JSON.parse(String(init.body));
			return respond();
		},
	};
	const record: ProviderConfig =
		wire === "workers-ai"
			? { type: "workers-ai", binding }
			: wire === "anthropic-messages"
				? { type: "anthropic", ...http }
				: { type: "openai", baseUrl: "https://recorded.test/v1", ...http };
	const gateway = createGateway({ providers: { recorded: record }, defaultProvider: "recorded" });
	const model = modelOf(recording);
	const input = recording.endpoint === "chat" ? conversationOf(recording) : {};

	return {
		serve(next, told) {
			pieces = next;
			onServe = told;
		},
		sent: () => sent,
		run: () => gateway.run(model, input),
		embed: () => gateway.embed(model, embeddingOf(recording)),
		listen: (onEvent) =>
			hear(gateway.stream(model, input, { events: ["reasoning", "refusal", "tool_input"] }), onEvent),
	};
}

/** The model that the recorded request asked for. */
export function modelOf({ request, expected }: Recording): string {
	return String(request?.model ?? expected.model ?? "recorded-model");
}

/** Reads a stream to its end, or to its failure. */
export async function hear(opening: Promise<ReadableStream<Event>>, onEvent?: () => void): Promise<Heard> {
	const events: Event[] = [];
	try {
		const reader = (await opening).getReader();
		for (;;) {
			const { done, value } = await reader.read();
			if (done) return { events };
			events.push(value);
			onEvent?.();
		}
	} catch (error) {
		return { events, error };
	}
}

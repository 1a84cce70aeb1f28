import {
	type AiInput,
	type ChatMessage,
	createGateway,
	type DoneEvent,
	type GatewayToolDefinition,
	type OptionalEventName,
	type StreamEvent,
	type StreamOptions,
} from "@workkit/ai-gateway";
import { createSimulator, type RecordedRequest, type Reply, type ReplyScript } from "@workkit/ai-simulator";
import { equal, holds } from "./claims.ts";
import type { Subject } from "./subject.ts";

/** Every event that a stream can emit. */
export type Event = StreamEvent<OptionalEventName>;

/** Two tools. */
export const weather: GatewayToolDefinition = {
	name: "get_weather",
	description: "Tells the weather of a city.",
	parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
};
export const clock: GatewayToolDefinition = {
	name: "get_time",
	description: "Tells the time of a city.",
	parameters: {
		type: "object",
		properties: { city: { type: "string" }, utc: { type: "boolean" } },
		required: ["city"],
	},
};
/** A picture, a prompt and a text of some length. */
export const png = "iVBORw0KGgo=";
export const question = "What is the meaning of it all?";
export const long = "word ".repeat(200).trim();

/** A gateway of one provider, its vendor scripted. */
export function open({ name, model, open: make }: Subject, script?: Reply | ReplyScript) {
	const reply: ReplyScript | undefined = typeof script === "object" ? () => script : script;
	const simulator = createSimulator(reply ? { reply } : {});
	const gateway = createGateway({ providers: { [name]: make(simulator) }, defaultProvider: name });
	return {
		gateway,
		requests: (): RecordedRequest[] => simulator.requests(),
		run: (input: AiInput, options?: StreamOptions) => gateway.run(model, input, options),
		stream: (input: AiInput, options?: StreamOptions) => gateway.stream(model, input, options),
		hear: async (input: AiInput, options?: StreamOptions) => hear(await gateway.stream(model, input, options)),
	};
}

/** Reads a stream to its end. */
export async function hear(stream: ReadableStream<Event>): Promise<{ events: Event[]; text: string; done: DoneEvent }> {
	const heard = await listen(stream);
	if ("error" in heard) throw heard.error;
	const ends = heard.events.filter((event) => event.type === "done");
	equal(ends.length, 1, "number of done events");
	const done = heard.events.at(-1);
	holds(done?.type === "done", "done is not the last event");
	return { events: heard.events, text: textOf(heard.events), done };
}

/** Reads a stream to its end or to its failure. */
export async function listen(stream: ReadableStream<Event>): Promise<{ events: Event[]; error?: unknown }> {
	const events: Event[] = [];
	try {
		const reader = stream.getReader();
		for (let next = await reader.read(); !next.done; next = await reader.read()) events.push(next.value);
		return { events };
	} catch (error) {
		return { events, error };
	}
}

/** What a stream said. */
export const textOf = (events: readonly Event[]): string =>
	events.map((event) => (event.type === "text" ? event.delta : "")).join("");

/** The calls of a stream in the form that `run` gives them. */
export const callsOf = (events: readonly Event[]) =>
	events.flatMap((event) =>
		event.type === "tool_use" ? [{ id: event.id, name: event.name, arguments: event.input }] : [],
	);

/** A message of the user. */
export const user = (content: ChatMessage["content"]): ChatMessage => ({ role: "user", content });

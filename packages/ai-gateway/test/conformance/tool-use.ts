import type { ChatMessage } from "@workkit/ai-gateway";
import type { Reply } from "@workkit/ai-simulator";
import { equal, holds } from "./claims.ts";
import { callsOf, clock, long, open, question, user, weather } from "./stage.ts";
import type { Check } from "./subject.ts";

/** Calls, choices, results. */
export const toolUse: readonly Check[] = [
	{
		name: "a tool that must be called is called, in run and in stream",
		async run(subject) {
			for (const toolChoice of ["required", { name: "get_weather" }] as const) {
				const options = { toolOptions: { tools: [weather], toolChoice } };
				const output = await open(subject).run({ prompt: "Paris" }, options);
				equal([output.finishReason, output.toolCalls?.length], ["tool_calls", 1], "run");
				const [call] = output.toolCalls ?? [];
				equal([call?.name, typeof call?.arguments.city, call?.invalid], ["get_weather", "string", undefined], "call");
				const { events, done } = await open(subject).hear({ prompt: "Paris" }, options);
				const [heard] = callsOf(events);
				equal(
					[done.finishReason, heard?.name, heard?.arguments],
					["tool_calls", "get_weather", call?.arguments],
					"stream",
				);
				equal(done.message?.toolCalls, callsOf(events), "calls of the message");
			}
		},
	},
	{
		name: "a tool that may be called is called when the model wants to, and never when it may not",
		async run(subject) {
			const ask = async (prompt: string, toolChoice?: "auto" | "none") => {
				const toolOptions = { tools: [weather, clock], ...(toolChoice && { toolChoice }) };
				return (await open(subject).run({ prompt }, { toolOptions })).toolCalls?.map(({ name }) => name);
			};
			equal(await ask("Use get_time for Paris"), ["get_time"], "without a choice");
			equal(await ask("Use get_time for Paris", "auto"), ["get_time"], "auto");
			equal(await ask("Tell me a joke", "auto"), undefined, "auto, nothing to call");
			equal(await ask("Use get_time for Paris", "none"), undefined, "none");
		},
	},
	{
		name: "two calls at once come as two, each with an id of its own",
		async run(subject) {
			const toolCalls = [
				{ name: "get_weather", arguments: { city: "Paris" } },
				{ name: "get_weather", arguments: { city: "Zürich", note: 'a "quoted" word' } },
				{ name: "get_time", arguments: {} },
			];
			const options = { toolOptions: { tools: [weather, clock] } };
			const output = await open(subject, { toolCalls }).run({ prompt: question }, options);
			const { events } = await open(subject, { toolCalls }).hear({ prompt: question }, options);
			for (const calls of [output.toolCalls ?? [], callsOf(events)]) {
				equal(
					calls.map(({ name, arguments: given }) => ({ name, arguments: given })),
					toolCalls,
					"calls",
				);
				equal(new Set(calls.map(({ id }) => id)).size, 3, "number of ids");
				holds(
					calls.every(({ id }) => id),
					"a call has no id",
				);
			}
		},
	},
	{
		name: "text beside a call is kept, and so is its place in the stream",
		async run(subject) {
			const script: Reply = {
				text: "Let me look.",
				toolCalls: [{ name: "get_weather", arguments: { city: "Paris" } }],
			};
			const options = { toolOptions: { tools: [weather] } };
			const output = await open(subject, script).run({ prompt: question }, options);
			equal([output.text, output.toolCalls?.length, output.finishReason], ["Let me look.", 1, "tool_calls"], "run");
			const { events } = await open(subject, script).hear({ prompt: question }, options);
			const kinds = events.map(({ type }) => type).filter((type, index, all) => type !== all[index - 1]);
			equal(kinds, ["text", "tool_use", "done"], "order of events");
		},
	},
	{
		name: "the results of two calls go back, and the model answers from them",
		async run(subject) {
			const options = { toolOptions: { tools: [weather, clock] } };
			const start: ChatMessage[] = [
				{ role: "system", content: "Be brief." },
				user("Use get_weather and get_time for Paris"),
			];
			const { run, hear: stream } = open(subject);
			const ran = await run({ messages: start }, options);
			const heard = await stream({ messages: start }, options);
			for (const message of [ran.message, heard.done.message]) {
				holds(message, "message");
				const results = (message.toolCalls ?? []).map(
					({ id, name }): ChatMessage => ({ role: "tool", toolCallId: id, content: `Result of ${name}` }),
				);
				equal(results.length, 2, "number of calls");
				const next = await run({ messages: [...start, message, ...results] }, options);
				holds(/Result of get_weather.*Result of get_time/.test(next.text ?? ""), `answer: ${next.text}`);
				equal(next.finishReason, "stop", "finish reason");
			}
		},
	},
	{
		name: "a call that the limit cuts off is marked, never a valid call without arguments",
		needs: "cut calls",
		async run(subject) {
			const script: Reply = { toolCalls: [{ name: "get_weather", arguments: { city: "Paris", note: long } }] };
			const options = { toolOptions: { tools: [weather] } };
			const output = await open(subject, script).run({ prompt: question, maxTokens: 6 }, options);
			equal([output.finishReason, output.toolCalls?.length], ["length", 1], "run");
			equal([output.toolCalls?.[0]?.invalid, output.toolCalls?.[0]?.arguments], [true, {}], "call of run");
			const { events, done } = await open(subject, script).hear({ prompt: question, maxTokens: 6 }, options);
			const call = events.find((event) => event.type === "tool_use");
			equal([done.finishReason, call?.invalid, call?.input], ["length", true, {}], "stream");
			holds(call?.argumentsText?.startsWith('{"city":"Paris"'), "the text of the arguments is lost");
		},
	},
];

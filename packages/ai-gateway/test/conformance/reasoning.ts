import type { ChatMessage } from "@workkit/ai-gateway";
import type { Reply } from "@workkit/ai-simulator";
import { equal } from "./claims.ts";
import { open, question, user, weather } from "./stage.ts";
import type { Check } from "./subject.ts";

/** What the model thinks. */
export const reasoning: readonly Check[] = [
	{
		name: "reasoning is apart from text, and an event only for those who ask",
		needs: "reasoning",
		async run(subject) {
			const script: Reply = { reasoning: "Hm, let me think.", text: "Yes." };
			const input = { prompt: question, ...subject.reasoning };
			const output = await open(subject, script).run(input);
			equal([output.text, output.reasoning], ["Yes.", "Hm, let me think."], "run");
			const quiet = await open(subject, script).hear(input);
			equal(
				quiet.events.filter(({ type }) => type !== "text" && type !== "done"),
				[],
				"events that nobody asked for",
			);
			const { events, text, done } = await open(subject, script).hear(input, { events: ["reasoning"] });
			equal(
				[text, events.map((event) => (event.type === "reasoning" ? event.delta : "")).join("")],
				["Yes.", "Hm, let me think."],
				"stream",
			);
			equal(done.message, output.message, "message");
		},
	},
	{
		name: "reasoning goes back as it came, through a call and its result",
		needs: "reasoning",
		async run(subject) {
			const { run } = open(subject, ({ toolResults }) =>
				toolResults.length > 0
					? { text: `So: ${toolResults.join()}` }
					: { reasoning: "Hm.", toolCalls: [{ name: "get_weather", arguments: { city: "Paris" } }] },
			);
			const options = { toolOptions: { tools: [weather] } };
			const messages = [user(question)];
			const { message } = await run({ messages, ...subject.reasoning }, options);
			const result: ChatMessage = { role: "tool", toolCallId: message.toolCalls?.[0]?.id ?? "", content: "18 °C" };
			const { text, warnings } = await run({ messages: [...messages, message, result], ...subject.reasoning }, options);
			equal([text, warnings], ["So: 18 °C", undefined], "answer");
		},
	},
];

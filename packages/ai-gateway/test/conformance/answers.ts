import { type ChatMessage, collect } from "@workkit/ai-gateway";
import type { Reply } from "@workkit/ai-simulator";
import { equal, holds } from "./claims.ts";
import { long, open, png, question, user } from "./stage.ts";
import type { Check } from "./subject.ts";

/** Text, usage, limits, pictures, caching. */
export const answers: readonly Check[] = [
	{
		name: "run answers with text, usage, a finish reason, a message and a receipt",
		async run(subject) {
			const { run, requests } = open(subject, { text: "Forty-two." });
			const output = await run({ messages: [user(question)] });
			equal(output.text, "Forty-two.", "text");
			equal([output.provider, output.model], [subject.name, subject.model], "provider and model");
			equal(output.finishReason, "stop", "finish reason");
			equal(output.message, { role: "assistant", content: "Forty-two." }, "message");
			holds(output.usage && output.usage.inputTokens > 0 && output.usage.outputTokens === 3, "usage");
			holds(output.raw, "raw");
			const [attempt] = output.receipt.attempts;
			equal(
				[output.receipt.attempts.length, attempt?.provider, attempt?.model, attempt?.status],
				[1, subject.name, subject.model, 200],
				"receipt",
			);
			equal(requests().length, 1, "number of requests");
		},
	},
	{
		name: "stream says what run says, piece by piece, and is done once",
		async run(subject) {
			const script: Reply = { text: "Forty-two, or thereabouts. Wer weiß? 😀" };
			const output = await open(subject, script).run({ prompt: question });
			const { events, text, done } = await open(subject, script).hear({ prompt: question });
			equal(text, output.text, "text");
			holds(events.length > 3, "it came in one piece");
			equal(done.usage, output.usage, "usage");
			equal(done.finishReason, output.finishReason, "finish reason");
			equal(done.message, output.message, "message");
		},
	},
	{
		name: "collect gives the whole of a stream",
		async run(subject) {
			const { text, done } = await collect(await open(subject, { text: "Forty-two." }).stream({ prompt: question }));
			equal(text, "Forty-two.", "text");
			equal(done?.finishReason, "stop", "finish reason");
		},
	},
	{
		name: "a conversation of several turns arrives in its order",
		async run(subject) {
			const roles: string[] = [];
			const { run } = open(subject, ({ turns }) => {
				roles.push(...turns.map(({ role, text }) => `${role}: ${text}`));
				return "Yes.";
			});
			await run({
				messages: [
					{ role: "system", content: "Be brief." },
					user("One?"),
					{ role: "assistant", content: "One." },
					user("Two?"),
				],
			});
			equal(roles, ["system: Be brief.", "user: One?", "assistant: One.", "user: Two?"], "turns");
		},
	},
	{
		name: "an answer without text is an answer",
		async run(subject) {
			equal((await open(subject, { text: "" }).run({ prompt: question })).text, "", "text of run");
			equal((await open(subject, { text: "" }).hear({ prompt: question })).text, "", "text of stream");
		},
	},
	{
		name: "a limit that cuts the answer off is told",
		async run(subject) {
			const output = await open(subject, { text: long }).run({ prompt: question, maxTokens: 5 });
			equal([output.finishReason, output.text], ["length", long.slice(0, 20)], "run");
			const heard = await open(subject, { text: long }).hear({ prompt: question, max_tokens: 5 });
			equal([heard.done.finishReason, heard.text], ["length", long.slice(0, 20)], "stream");
		},
	},
	{
		name: "a stop sequence ends the answer",
		async run(subject) {
			const script: Reply = { text: "One. Two. STOP Three." };
			for (const stop of ["STOP", ["NEVER", "STOP"]]) {
				const output = await open(subject, script).run({ prompt: question, stop });
				equal([output.text, output.finishReason], ["One. Two. ", "stop"], "answer");
			}
		},
	},
	{
		name: "a picture is seen, in whatever form it comes",
		async run(subject) {
			const bytes = Uint8Array.from(atob(png), (char) => char.charCodeAt(0));
			for (const image of [png, bytes, `data:image/png;base64,${png}`]) {
				const content: ChatMessage["content"] = [
					{ type: "image", image },
					{ type: "text", text: "What is this?" },
				];
				const output = await open(subject).run({ messages: [user(content)] });
				holds(output.text?.includes("I saw an image."), `not seen: ${output.text}`);
			}
			const url = `data:image/png;base64,${png}`;
			const { text } = await open(subject).hear({
				messages: [
					user([
						{ type: "image_url", image_url: { url } },
						{ type: "text", text: "?" },
					]),
				],
			});
			holds(text.includes("I saw an image."), `not seen: ${text}`);
		},
	},
	{
		name: "messages marked for caching are accepted, in the system message too",
		async run(subject) {
			const { run, hear: stream } = open(subject);
			const messages: ChatMessage[] = [
				{ role: "system", content: long, cacheControl: "ephemeral" },
				{ role: "user", content: "One?", cacheControl: "ephemeral" },
				{ role: "assistant", content: "One.", cacheControl: "ephemeral" },
				{ role: "user", content: "Two?", cacheControl: "ephemeral" },
			];
			const first = await run({ messages });
			const second = await stream({ messages });
			equal(second.text, first.text, "text");
			equal(second.done.usage?.inputTokens, first.usage?.inputTokens, "input tokens: all of them, cached or not");
		},
	},
	{
		name: "what is read from the prompt cache is counted apart and in the total",
		needs: "prompt cache",
		async run(subject) {
			const { run } = open(subject);
			const messages: ChatMessage[] = [{ role: "system", content: long, cacheControl: "ephemeral" }, user("Hello")];
			const first = await run({ messages });
			const second = await run({ messages });
			const written = first.usage?.cacheWriteTokens ?? 0;
			holds(written > 0, "nothing was written to the cache");
			equal(second.usage?.cachedInputTokens, written, "tokens read from the cache");
			equal(second.usage?.inputTokens, first.usage?.inputTokens, "all input tokens");
		},
	},
];

import { collect, createSseParser, readEvents, toSseResponse } from "@workkit/ai-stream";

type Event = { type: "text"; delta: string } | { type: "done"; finishReason: string };

export async function main(): Promise<void> {
	const seen: string[] = [];
	const parser = createSseParser((frame) => seen.push(frame.data));
	parser.push("data: he");
	parser.push("llo\n\n");
	parser.end();
	if (seen.join() !== "hello") throw new Error(`parsed ${seen.join()}`);

	const events = new ReadableStream<Event>({
		start(controller) {
			controller.enqueue({ type: "text", delta: "hel" });
			controller.enqueue({ type: "text", delta: "lo" });
			controller.enqueue({ type: "done", finishReason: "stop" });
			controller.close();
		},
	});
	const { body } = toSseResponse(events);
	if (!body) throw new Error("no body");
	const { text, done } = await collect(readEvents<Event>(body));
	if (text !== "hello" || done?.finishReason !== "stop") throw new Error(`collected ${text}`);
}

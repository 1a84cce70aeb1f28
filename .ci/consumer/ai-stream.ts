import { createSseParser, sseFrames } from "@workkit/ai-stream";

export async function main(): Promise<void> {
	const seen: string[] = [];
	const parser = createSseParser((frame) => seen.push(frame.data));
	parser.push("data: he");
	parser.push("llo\n\n");
	parser.end();
	if (seen.join() !== "hello") throw new Error(`parsed ${seen.join()}`);

	const body = new Response("data: a\n\ndata: b\n\n").body;
	if (!body) throw new Error("no body");
	const reader = sseFrames(body).getReader();
	const { value } = await reader.read();
	if (value?.data !== "a") throw new Error(`read ${value?.data}`);
	await reader.cancel();
}

import { createGateway } from "@workkit/ai-core";
import { openai } from "@workkit/ai-openai";
import { expect, it } from "vitest";
import { chunks, events } from "../src/components/wire-example.ts";

/** What is read of the pieces, and how many of them were taken until then. */
async function read(pieces: readonly string[]): Promise<{ event: { type: string }; after: number }[]> {
	let taken = 0;
	const body = new ReadableStream(
		{
			pull(controller) {
				const piece = pieces[taken];
				if (piece === undefined) return controller.close();
				taken++;
				controller.enqueue(new TextEncoder().encode(piece));
			},
		},
		{ highWaterMark: 0 },
	);
	const fetch = async (): Promise<Response> => new Response(body, { headers: { "content-type": "text/event-stream" } });
	const gateway = createGateway({ providers: { openai: openai({ apiKey: "key", fetch }) }, defaultProvider: "openai" });
	const found: { event: { type: string }; after: number }[] = [];
	for await (const event of await gateway.stream("gpt-5.2", { prompt: "Greet." })) found.push({ event, after: taken });
	return found;
}

it("reads the pieces of the landing page as it says", async () => {
	const said = events.map(({ after, text }) => {
		const fields = [...text.matchAll(/(\w+): "([^"]*)"/g)].map(([, key, value]) => [key, value]);
		return { after, event: expect.objectContaining(Object.fromEntries(fields)) };
	});
	expect(await read(chunks)).toEqual(said);
});

it("rejects without the last piece", async () => {
	await expect(read(chunks.slice(0, -1))).rejects.toThrow();
});

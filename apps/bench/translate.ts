import { gatewayTo, streaming } from "./gateways.ts";
import { type MinimalEvent, minimalStream, type Pick, pickAnthropic, pickOpenai, pickWorkersAi } from "./limit.ts";
import { compare } from "./measure.ts";
import { ms, printTable, times } from "./table.ts";
import { anthropicFrames, chunk, chunkings, openaiFrames, workersAiFrames } from "./traffic.ts";

const pieces = 10_000;
const wires: Record<"openai" | "anthropic" | "workers-ai", { frames: string[]; pick: () => Pick }> = {
	openai: { frames: openaiFrames(pieces), pick: () => pickOpenai },
	anthropic: { frames: anthropicFrames(pieces), pick: pickAnthropic },
	"workers-ai": { frames: workersAiFrames(pieces), pick: () => pickWorkersAi },
};

/** What a reader makes of the events: the same for everybody who reads them right. */
async function read(stream: ReadableStream<MinimalEvent | { type: string }>): Promise<unknown> {
	const reader = stream.getReader();
	const seen = { events: 0, characters: 0, inputTokens: 0, outputTokens: 0 };
	for (let next = await reader.read(); !next.done; next = await reader.read()) {
		const event = next.value as MinimalEvent;
		seen.events++;
		if (event.type === "text") seen.characters += event.delta.length;
		else Object.assign(seen, { inputTokens: event.usage.inputTokens, outputTokens: event.usage.outputTokens });
	}
	return seen;
}

/** Streams from request to last event, against the least code that could do it. The target is at most 1.25. */
export async function translate(): Promise<void> {
	const rows: string[][] = [];
	for (const [provider, { frames, pick }] of Object.entries(wires)) {
		for (const chunking of chunkings) {
			const vendor = streaming(chunk(frames, chunking));
			const gateway = gatewayTo(vendor);
			const options = { provider: provider as keyof typeof wires };
			const { limit, ours } = await compare({
				async limit() {
					const { body } = await vendor();
					return body && read(minimalStream(body, pick()));
				},
				ours: async () => read(await gateway.stream("model", { prompt: "Hi" }, options)),
			});
			rows.push([`${provider}, ${chunking}`, ms(limit.medianMs), ms(ours.medianMs), times(ours.ratio)]);
		}
	}
	printTable(
		`Streams of ${pieces.toLocaleString("en")} text events, against the minimal pull-based stream`,
		["", "limit", "ours", "ratio"],
		rows,
	);
}

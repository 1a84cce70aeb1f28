import { Agent, request } from "node:http";

/** What became of many streams at once. */
export interface StreamCount {
	readonly complete: number;
	/** Why the others were not, each reason once. */
	readonly problems: readonly string[];
	readonly frames: number;
}

/** Asks `url` for that many streams at once and reads each to its end. */
export async function readStreams(url: string, count: number): Promise<StreamCount> {
	const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY });
	const results = await Promise.allSettled(Array.from({ length: count }, () => readStream(url, agent)));
	agent.destroy();
	const complete = results.filter((result) => result.status === "fulfilled");
	const problems = results.flatMap((result) => (result.status === "rejected" ? [String(result.reason)] : []));
	return {
		complete: complete.length,
		problems: [...new Set(problems)],
		frames: complete.reduce((sum, { value }) => sum + value, 0),
	};
}

/** The number of frames; rejects when the stream did not end with `[DONE]`. */
function readStream(url: string, agent: Agent): Promise<number> {
	const body = JSON.stringify({ model: "gpt-4.1", stream: true, messages: [{ role: "user", content: "Hello" }] });
	return new Promise((resolve, reject) => {
		const asked = request(`${url}/chat/completions`, {
			agent,
			method: "POST",
			headers: { authorization: "Bearer k", "content-type": "application/json", "content-length": body.length },
		});
		asked.on("error", reject);
		asked.on("response", (response) => {
			let frames = 0;
			let end = "";
			response.setEncoding("latin1");
			response.on("data", (text: string) => {
				frames += (end.slice(-1) + text).split("\n\n").length - 1;
				end = (end + text).slice(-20);
			});
			response.on("error", reject);
			response.on("end", () =>
				end.endsWith("data: [DONE]\n\n") ? resolve(frames) : reject(new Error(`ended with ${JSON.stringify(end)}`)),
			);
		});
		asked.end(body);
	});
}

// Forked by cpu.ts: vendors that answer every request with the same stream, a frame per write. Tells its port.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import { framesOf } from "./traffic.ts";

const pieces = Number(process.argv[2]);
const frames = {
	openai: framesOf.openai(pieces),
	anthropic: framesOf.anthropic(pieces),
	"workers-ai": framesOf["workers-ai"](pieces),
};

const server = createServer(async (request, response) => {
	request.resume();
	const [, vendor = ""] = request.url?.split("/") ?? [];
	response.writeHead(200, { "content-type": "text/event-stream" });
	response.socket?.setNoDelay(true);
	for (const frame of frames[vendor as keyof typeof frames] ?? []) {
		response.write(frame);
		await turn();
	}
	response.end();
});
// Longer than the benchmark: a connection must not be closed just when it is used again.
server.keepAliveTimeout = 600_000;
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));

import type { Call } from "../call.ts";

/** One call as a line to read: time, wire, request, model, status, frames, duration. */
export function readableLine(call: Call): string {
	const time = new Date(call.startedAt).toTimeString().slice(0, 8);
	const frames = `${call.frameCount} ${call.frameCount === 1 ? "frame" : "frames"}`;
	const parts = [
		time,
		(call.wire ?? "-").padEnd(10),
		`${call.method} ${call.path}`,
		call.model ?? "-",
		`${call.status ?? "-"}`,
		frames,
		`${Math.round(call.endedAtMs ?? 0)} ms`,
		...(call.outcome === "finished" ? [] : [call.outcome]),
		...(call.error === undefined ? [] : [call.error]),
	];
	// A client's text must not steer the terminal.
	return parts.join("  ").replace(/\p{Cc}/gu, "?");
}

/** The same for a program, as one line of JSON. */
export function jsonLine(call: Call): string {
	return JSON.stringify({
		time: new Date(call.startedAt).toISOString(),
		wire: call.wire ?? null,
		method: call.method,
		path: call.path,
		model: call.model ?? null,
		status: call.status ?? null,
		frames: call.frameCount,
		ms: call.endedAtMs ?? null,
		outcome: call.outcome,
		...(call.error === undefined ? {} : { error: call.error }),
	});
}

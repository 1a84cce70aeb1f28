/** One frame of an event stream: `data` as JSON (a string is sent as it is), with an event name where the vendor sends one. */
export function sseFrame(data: unknown, event?: string): string {
	const text = typeof data === "string" ? data : JSON.stringify(data);
	return `${event === undefined ? "" : `event: ${event}\n`}data: ${text}\n\n`;
}

import type { Recording } from "./recording.ts";
import type { Event, Heard } from "./replay.ts";

/**
 * What was heard in a form that two runs of one recording share: pieces of one kind joined, generated ids replaced by
 * their order, times left out.
 */
export function transcriptOf({ expected }: Recording, { events, error }: Heard): unknown[] {
	const onWire = new Set(expected.toolCalls?.map(({ id }) => id));
	const names = new Map<string, string>();
	const nameOf = (id: string): string => {
		if (!names.has(id)) names.set(id, onWire.has(id) ? id : `generated ${names.size}`);
		return names.get(id) ?? "";
	};
	const lines: Event[] = [];
	for (const event of events) {
		const last = lines[lines.length - 1];
		if (event.type === "done") {
			const { receipt: _receipt, message, ...done } = event;
			const toolCalls = message?.toolCalls?.map((call) => ({ ...call, id: nameOf(call.id) }));
			lines.push({ ...done, message: { ...message, toolCalls } as never });
		} else if (event.type === "tool_use") lines.push({ ...event, id: nameOf(event.id) });
		else if (event.type === "tool_input") {
			const id = nameOf(event.id);
			if (last?.type === "tool_input" && last.id === id) last.delta += event.delta;
			else lines.push({ ...event, id });
		} else if (last?.type === event.type) last.delta += event.delta;
		else lines.push({ ...event });
	}
	return error === undefined ? lines : [...lines, failureOf(error, nameOf)];
}

function failureOf(error: unknown, nameOf: (id: string) => string): unknown {
	const { name, message, code, reason, retryable, context } = Object(error);
	const { receipt: _receipt, partial, ...facts } = Object(context);
	const toolCalls = Object(partial).toolCalls?.map((call: { id: string }) => ({ ...call, id: nameOf(call.id) }));
	return { name, message, code, reason, retryable, context: { ...facts, partial: { ...partial, toolCalls } } };
}

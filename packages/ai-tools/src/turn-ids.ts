import type { ChatMessage, GatewayToolCall } from "@workkit/ai-core";
import { isObject } from "./json-value.ts";

/** Ids of calls that no other call of the conversation has, and that every vendor takes: OpenAI no more than 40 characters. */
export interface TurnIds {
	/** The id under which a call is known from here on; the same for every piece of it. */
	of(id: string): string;
	/** The same, for the whole call: the next one with this id is another call. */
	take(id: string): string;
}

/** Ids of the calls in a history. */
export function idsIn(messages: readonly ChatMessage[]): Set<string> {
	return new Set(
		messages.flatMap(({ toolCalls = [], tool_calls: wire = [] }) => [...toolCalls, ...wire].map(({ id }) => id)),
	);
}

/**
 * Ids for one turn. Some vendors number their calls anew in every turn, or in letters of their own; another vendor, or
 * the same one, refuses the history then.
 *
 * @param taken - Ids of the turns before; those of this turn are added.
 */
export function turnIds(taken: Set<string>): TurnIds {
	const open = new Map<string, string>();
	const of = (id: string): string => {
		const known = open.get(id) ?? (/^[\w-]{1,40}$/.test(id) && !taken.has(id) ? id : crypto.randomUUID());
		open.set(id, known);
		taken.add(known);
		return known;
	};
	return {
		of,
		take(id) {
			const known = of(id);
			open.delete(id);
			return known;
		},
	};
}

/** The turn as it goes into the history: no vendor refuses a name or arguments that another one's model made up. */
export function historyCall({ id, name, arguments: input }: GatewayToolCall): GatewayToolCall {
	// Broken arguments are shown to the model by the call's result.
	const known = isObject(input) ? input : {};
	return { id, name: name.replace(/[^\w-]/g, "_").slice(0, 64) || "unknown", arguments: known };
}

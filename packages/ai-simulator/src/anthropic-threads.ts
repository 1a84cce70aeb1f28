import { invalid } from "./anthropic-error.ts";
import type { Exchange } from "./exchange.ts";
import { isRecord, type JsonRecord, listOf } from "./json.ts";
import { RequestError } from "./request-error.ts";

const BETA = "message-threads-2026-08-12";
/** What a thread keeps from the request that created it. */
const CREATE_ONLY = ["system", "tools"];

/** A request with everything its thread holds put in front of it. */
export interface OpenThread {
	readonly body: JsonRecord;
	/** Holds the conversation under the reply's id. */
	readonly keep: (replyId: string, content: readonly unknown[]) => void;
}

/**
 * The conversation that `thread` creates or continues, a beta that the client's own tool runner uses. Throws what
 * Anthropic answers to a thread it does not have; without the beta's header there is no such field.
 */
export function openThread(exchange: Exchange, body: JsonRecord): OpenThread {
	const { thread, ...rest } = body;
	if (thread == null) return { body: rest, keep() {} };
	if (!exchange.headers.get("anthropic-beta")?.includes(BETA)) throw invalid("thread: Extra inputs are not permitted");
	const type = isRecord(thread) ? thread.type : undefined;
	if (!isRecord(thread) || (type !== "create" && type !== "continue"))
		throw invalid("thread.type: Input should be 'create' or 'continue'");
	const whole = type === "create" ? rest : continued(exchange, rest, String(thread.previous_message_id));
	return {
		body: whole,
		keep(replyId, content) {
			const messages = [...listOf(whole.messages), { role: "assistant", content }];
			exchange.settings.stored.set(keyOf(replyId), { ...whole, messages });
		},
	};
}

function continued(exchange: Exchange, body: JsonRecord, previous: string): JsonRecord {
	const { stored } = exchange.settings;
	const held = stored.get(keyOf(previous));
	if (held === undefined) {
		throw new RequestError({
			status: 404,
			message: `thread: no thread ends in message ${previous}`,
			details: { error_code: "thread_not_found" },
		});
	}
	const given = CREATE_ONLY.find((key) => body[key] !== undefined);
	if (given !== undefined) throw invalid(`${given}: cannot be set when a thread is continued`);
	const kept = Object.fromEntries(CREATE_ONLY.flatMap((key) => (held[key] === undefined ? [] : [[key, held[key]]])));
	return { ...body, ...kept, messages: [...listOf(held.messages), ...listOf(body.messages)] };
}

function keyOf(messageId: string): string {
	return `thread:${messageId}`;
}

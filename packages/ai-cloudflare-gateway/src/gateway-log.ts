import { type AiOutput, cleanMetadata, compact, type GatewayControls } from "@workkit/ai-core";
import { ValidationError } from "@workkit/errors";

/** A log entry as the binding reads it; the platform may send more fields. Source: Cloudflare's `AiGatewayLog`. */
export interface AiGatewayLog {
	readonly id: string;
	readonly provider: string;
	readonly model: string;
	readonly path: string;
	/** Milliseconds. */
	readonly duration: number;
	/** HTTP status of the answer. */
	readonly status_code: number;
	readonly success: boolean;
	readonly cached: boolean;
	/** Input tokens. */
	readonly tokens_in?: number;
	/** Output tokens. */
	readonly tokens_out?: number;
	readonly metadata?: Readonly<Record<string, unknown>>;
	/** Index of the entry of a chain that answered. */
	readonly step?: number;
	/** USD. */
	readonly cost?: number;
	readonly created_at: Date;
	readonly [field: string]: unknown;
}

/** What people think of an answer. What is absent stays as it is; `null` takes it back. */
export interface GatewayFeedback {
	/** 1 for good, -1 for bad. */
	readonly feedback?: -1 | 1 | null | undefined;
	/** A score from 0 to 100. */
	readonly score?: number | null | undefined;
	/** Replaces the log's labels: at most 5 texts, numbers or booleans. */
	readonly metadata?: GatewayControls["metadata"] | null;
}

/** Labels that are sent as they are, or `ValidationError`: there is no result that could carry a warning. */
export function strictMetadata(metadata: NonNullable<GatewayControls["metadata"]>): Record<string, unknown> {
	const problems: string[] = [];
	const clean = cleanMetadata(metadata, problems);
	if (problems[0]) throw new ValidationError(problems.join(" "));
	return clean;
}

/** Feedback as the binding takes it. Throws `ValidationError` for what the platform would refuse or drop. */
export function encodeFeedback({ feedback, score, metadata }: GatewayFeedback): Record<string, unknown> {
	if (![1, -1, null, undefined].includes(feedback)) throw new ValidationError("`feedback` must be 1, -1 or null.");
	if (score != null && !(typeof score === "number" && score >= 0 && score <= 100))
		throw new ValidationError("`score` must be from 0 to 100.");
	const labels = metadata && strictMetadata(metadata);
	// `null` is a value here, which `compact` would leave out.
	const given = { feedback, score, metadata: labels ?? metadata };
	return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** What an answer's log id is read from: the id itself, an output, a `done` event, or a response of the gateway. */
export type Logged = string | Response | Pick<AiOutput, "receipt">;

/** The answer's own log id. Throws `ValidationError` when it has none: its call passed no gateway, or was not logged. */
export function logIdOf(answer: Logged): string {
	const { headers, receipt } = compact(Object(answer)) as { headers?: Headers } & Pick<AiOutput, "receipt">;
	const id = typeof answer === "string" ? answer : (receipt?.gateway?.logId ?? headers?.get?.("cf-aig-log-id"));
	if (!id) throw new ValidationError("The answer has no log id: its call passed no gateway, or was not logged.");
	return id;
}

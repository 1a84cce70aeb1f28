import type { JsonRecord } from "./json.ts";
import { badInput, checkInputs, mismatch } from "./workers-ai-check.ts";

const MOST_TAGS = 5;

/** What a request says about itself besides its inputs. */
export interface RunOptions {
	readonly queueRequest: boolean;
}

/**
 * Checks the options of `run` and reads what matters here. `rejectIfBusy` has nothing to reject: the simulator is busy
 * only when a script says so, and then it always refuses.
 */
export function readRunOptions(options: JsonRecord): RunOptions {
	checkInputs(options, {
		queueRequest: { type: "boolean" },
		rejectIfBusy: { type: "boolean" },
		tags: { type: "array" },
	});
	if (options.tags !== undefined) checkTags(options.tags);
	return { queueRequest: options.queueRequest === true };
}

function checkTags(tags: unknown): void {
	const given: readonly unknown[] = [...new Set(Array.isArray(tags) ? tags : [])];
	if (given.length > MOST_TAGS) throw badInput(`Length of '/tags' must be <= ${MOST_TAGS} not met`);
	for (const [index, tag] of given.entries()) {
		if (typeof tag !== "string") throw mismatch(`/tags/${index}`, tag, ["string"]);
		if (!/^[A-Za-z0-9:\-./@]{1,50}$/.test(tag)) throw badInput(`'/tags/${index}' is not a tag: ${tag}`);
	}
}

/** The options of a run whose body is a file: they stand in the address, as texts. */
export function optionsInQuery(query: URLSearchParams): JsonRecord {
	const tags = query.get("tags");
	return {
		...(query.has("queueRequest") ? { queueRequest: query.get("queueRequest") === "true" } : {}),
		...(tags === null ? {} : { tags: tags.split(",") }),
	};
}

import { isRecord, unknownKey } from "./json.ts";
import type { Prompt, Wire } from "./prompt.ts";
import type { Reply } from "./reply.ts";

/** Text to look for: a part of the prompt, a regular expression, or one written down in JSON. */
export type ScriptPattern = string | RegExp | { readonly pattern: string; readonly flags?: string };

/** Which prompts a rule is for: all that is given must hold. */
export interface ScriptCondition {
	readonly wire?: Wire;
	/** Who is asked: `openai`, `anthropic`, `workers-ai`, and behind a gateway also its other providers, such as `groq`. */
	readonly provider?: string;
	readonly operation?: Prompt["operation"];
	/** The model's whole name; `*` stands for any letters. */
	readonly model?: string;
	/** Looked for in the last user turn (`embed`: the first text). */
	readonly prompt?: ScriptPattern;
	readonly stream?: boolean;
	/** Only the nth of the prompts that come to this rule and meet the rest, counted from 1. */
	readonly nth?: number;
	/** At most so many times; after that the next rule is looked at. */
	readonly times?: number;
}

/** One rule of a script, a plain object that may come from a JSON file. */
export interface ScriptRule {
	/** Default: every prompt. */
	readonly when?: ScriptCondition;
	/** A string is the text of the answer. */
	readonly reply: Reply | string;
}

/** The rules with what they have counted. */
export interface Script {
	/** The reply of the first rule that is for `prompt`. */
	readonly replyTo: (prompt: Prompt, provider: string) => Reply | string | undefined;
	/** How often each rule has answered, in the rules' order. */
	readonly matched: () => number[];
	readonly reset: () => void;
}

const CONDITIONS = ["wire", "provider", "operation", "model", "prompt", "stream", "nth", "times"];
const ERRORS = "status code type param message details headers body afterFrames".split(" ");
const FAULTS = ["cut", "end", "stall", "malformed", "hang"];
const REPLIES = "text reasoning refusal toolCalls finish usage error fault delayMs paceMs headers".split(" ");

/** Reads a script. Throws a `TypeError` that names the first member it does not know. */
export function createScript(rules: readonly ScriptRule[]): Script {
	const conditions = rules.map(({ when = {}, reply }, index) => {
		check(when, CONDITIONS, `script[${index}].when`);
		if (typeof reply !== "string") checkReply(reply, `script[${index}].reply`);
		return { when, meets: conditionOf(when), reply, seen: 0, matched: 0 };
	});
	return {
		replyTo(prompt, provider) {
			for (const rule of conditions) {
				if (rule.when.provider !== undefined && rule.when.provider !== provider) continue;
				if (!rule.meets(prompt)) continue;
				rule.seen++;
				const { nth = rule.seen, times = Number.POSITIVE_INFINITY } = rule.when;
				if (rule.seen !== nth || rule.matched >= times) continue;
				rule.matched++;
				return rule.reply;
			}
			return undefined;
		},
		matched: () => conditions.map((rule) => rule.matched),
		reset() {
			for (const rule of conditions) rule.seen = rule.matched = 0;
		},
	};
}

function checkReply(reply: Reply, at: string): void {
	check(reply, REPLIES, at);
	const { error, fault } = reply;
	if (error !== undefined) check(error, ERRORS, `${at}.error`);
	if (fault === undefined) return;
	check(fault, ["type", "afterFrames", "afterBytes"], `${at}.fault`);
	if (!FAULTS.includes(fault.type)) throw new TypeError(`${at}.fault.type must be one of ${FAULTS.join(", ")}`);
}

function check(value: unknown, known: readonly string[], at: string): void {
	if (!isRecord(value)) throw new TypeError(`${at} must be an object`);
	const unknown = unknownKey(value, known);
	if (unknown !== undefined) throw new TypeError(`${at}.${unknown} is not known; known are ${known.join(", ")}`);
}

function conditionOf({ wire, operation, model, prompt, stream }: ScriptCondition): (prompt: Prompt) => boolean {
	const name = model === undefined ? undefined : globPattern(model);
	const found = prompt === undefined ? undefined : finderOf(prompt);
	return (asked) =>
		(wire === undefined || asked.wire === wire) &&
		(operation === undefined || asked.operation === operation) &&
		(stream === undefined || asked.stream === stream) &&
		(name === undefined || name.test(asked.model)) &&
		(found === undefined || found(asked.text));
}

function globPattern(glob: string): RegExp {
	const parts = glob.split("*").map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, "\\$&"));
	return new RegExp(`^${parts.join(".*")}$`, "s");
}

function finderOf(pattern: ScriptPattern): (text: string) => boolean {
	if (typeof pattern === "string") return (text) => text.includes(pattern);
	const { source, flags } = pattern instanceof RegExp ? pattern : { source: pattern.pattern, flags: pattern.flags };
	// A global or sticky expression would remember where it stopped.
	const expression = new RegExp(source, flags?.replace(/[gy]/g, ""));
	return (text) => expression.test(text);
}

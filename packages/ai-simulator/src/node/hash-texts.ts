import { createHash } from "node:crypto";
import { isRecord } from "../json.ts";

/** Members whose texts say how something is asked, not what. */
const KEPT = ["model", "role", "type", "name", "required", "tool_choice", "effort", "detail", "encoding_format"];

/** A request with every text in it as a hash: equal texts stay equal, and its structure can be read. */
export function hashTexts(value: unknown, key = ""): unknown {
	if (typeof value === "string") return KEPT.includes(key) ? value : `sha256:${short(value)}`;
	if (Array.isArray(value)) return value.map((item) => hashTexts(item, key));
	if (!isRecord(value)) return value;
	return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, hashTexts(member, name)]));
}

function short(text: string): string {
	return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

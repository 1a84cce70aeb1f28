import type { ValidationIssue } from "@workkit/errors";
import { wellFormed } from "./well-formed.ts";

const keyOf = (part: NonNullable<ValidationIssue["path"]>[number]): PropertyKey =>
	typeof part === "object" ? part.key : part;

/** Where and why, and nothing else: some libraries put the value, and all that it is part of, beside them. */
export function plainIssues(issues: readonly ValidationIssue[]): ValidationIssue[] {
	return issues.map(({ path, message }) => ({ message, ...(path && { path: Array.from(path, keyOf) }) }));
}

/** Where and why, one line each, for a model to read. At most 20 lines of 200 characters. */
export function describeIssues(issues: readonly ValidationIssue[]): string {
	const lines = issues.slice(0, 20).map(({ path = [], message }) => {
		const place = path.map((part) => String(keyOf(part))).join(".");
		return `- ${place ? `${place}: ` : ""}${message}`.slice(0, 200);
	});
	if (issues.length > 20) lines.push(`- and ${issues.length - 20} more`);
	return wellFormed(lines.join("\n"));
}

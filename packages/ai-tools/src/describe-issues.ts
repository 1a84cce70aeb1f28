import type { ValidationIssue } from "@workkit/errors";

/** Where and why, one line each, for a model to read. At most 20 lines. */
export function describeIssues(issues: readonly ValidationIssue[]): string {
	const lines = issues.slice(0, 20).map(({ path = [], message }) => {
		const place = path.map((part) => String(typeof part === "object" ? part.key : part)).join(".");
		return `- ${place ? `${place}: ` : ""}${message}`;
	});
	if (issues.length > 20) lines.push(`- and ${issues.length - 20} more`);
	return lines.join("\n");
}

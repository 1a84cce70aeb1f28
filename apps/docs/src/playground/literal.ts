const LINE_WIDTH = 100;

const keyOf = (key: string): string => (/^[a-z_]\w*$/i.test(key) ? key : JSON.stringify(key));

/**
 * A plain value as TypeScript, on one line if it fits beside what stands before it, else with a line for each member.
 *
 * @param names - Code that stands for a text.
 */
export function literal(value: unknown, names: Readonly<Record<string, string>> = {}, depth = 0, used = 0): string {
	if (typeof value === "string") return names[value] ?? JSON.stringify(value);
	if (typeof value !== "object" || value === null) return JSON.stringify(value);
	const parts = (inner: number): string[] =>
		Array.isArray(value)
			? value.map((item) => literal(item, names, inner))
			: Object.entries(value).map(([key, item]) => `${keyOf(key)}: ${literal(item, names, inner, key.length + 2)}`);
	const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{ ", " }"];
	const line = `${open}${parts(0).join(", ")}${close}`;
	if (!line.includes("\n") && line.length + used + 4 * depth < LINE_WIDTH) return line;
	const indent = "\t".repeat(depth + 1);
	const lines = parts(depth + 1).map((part) => `${indent}${part},\n`);
	return `${open.trim()}\n${lines.join("")}${"\t".repeat(depth)}${close.trim()}`;
}

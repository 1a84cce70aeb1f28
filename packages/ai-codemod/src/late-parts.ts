/** Stand in a file for what is known only when the rest of it is written. */
export const importsMark = "\u0000imports\u0000";
export const functionsMark = "\u0000functions\u0000";
export const goneMark = "\u0000gone\u0000";

/**
 * The file with what its marks stand for.
 *
 * @param end - What statements of the file end with.
 */
export function fillIn(body: string, writeImports: () => string, written: string, end: string): string {
	return (
		body
			// What imports nothing any more leaves no line behind.
			.replace(
				new RegExp(`(\n?)(?:${importsMark}|${goneMark})(${functionsMark})?(\n?)`, "g"),
				(found, before, functions = "", after) => {
					const statement = found.includes(importsMark) && writeImports();
					if (statement) return before + statement + functions + after;
					return before ? functions + after : functions;
				},
			)
			.replace(new RegExp(`${functionsMark}([ \t]*(?://[^\n]*)?)(\n(?!\n))?`), (_found, comment, next = "") => {
				return comment + written.replace(/;$/gm, end) + (written && next ? "\n\n" : next);
			})
	);
}

/** Most pieces of a text that are tried. */
const mostPieces = 16;

/**
 * The JSON objects and lists in a text, the longest first: the text itself, or what stands in a code fence or between
 * words. Reads the text once, without backtracking.
 */
export function findJson(text: string): unknown[] {
	const whole = parse(text.trim());
	if (whole) return [whole.value];
	return piecesOf(text)
		.sort((a, b) => b.length - a.length)
		.slice(0, mostPieces)
		.flatMap((piece) => {
			const parsed = parse(piece);
			return parsed ? [parsed.value] : [];
		});
}

function parse(text: string): { value: unknown } | undefined {
	try {
		return { value: JSON.parse(text) };
	} catch {
		return undefined;
	}
}

const pairs: Readonly<Record<string, string>> = { "}": "{", "]": "[" };

/** The longest pieces whose brackets match, quotes considered: whatever else may be JSON is inside one of them. */
function piecesOf(text: string): string[] {
	const open: { bracket: string; at: number }[] = [];
	const found: { from: number; to: number }[] = [];
	let inText = false;
	for (let at = 0; at < text.length; at++) {
		const char = text[at] as string;
		if (inText) {
			if (char === "\\") at++;
			else if (char === '"') inText = false;
			// No text of JSON goes over the end of a line: that was a quote between words, and the brackets before it are too.
			else if (char === "\n") {
				inText = false;
				open.length = 0;
			}
		} else if (char === '"') inText = open.length > 0;
		else if (char === "{" || char === "[") open.push({ bracket: char, at });
		else if (pairs[char]) {
			const from = open.pop();
			if (from?.bracket !== pairs[char]) open.length = 0;
			else {
				while ((found.at(-1)?.from ?? -1) > from.at) found.pop();
				found.push({ from: from.at, to: at + 1 });
			}
		}
	}
	return found.map(({ from, to }) => text.slice(from, to));
}

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

/** Whether a bracket looks like the beginning of JSON, and not like a word in brackets. */
function begins(text: string, at: number): boolean {
	const inside = /\s*(.?)/suy;
	inside.lastIndex = at + 1;
	const [, next = ""] = inside.exec(text) ?? [];
	return (text[at] === "{" ? '"}' : '"{[]').includes(next);
}

/** The longest pieces whose brackets match, quotes considered: whatever else may be JSON is inside one of them. */
function piecesOf(text: string): string[] {
	const open: { bracket: string; at: number }[] = [];
	const found: { from: number; to: number }[] = [];
	let inText = false;
	let brokenAt = Number.POSITIVE_INFINITY;
	const dropBehind = (at: number): void => {
		while ((found.at(-1)?.from ?? -1) > at) found.pop();
	};
	/** What is open never closes. Where that was JSON, a part of it is no answer. */
	const giveUp = (at: number): void => {
		const outermost = open.find((one) => begins(text, one.at));
		if (outermost) {
			dropBehind(outermost.at);
			brokenAt = at;
		}
		open.length = 0;
	};
	for (let at = 0; at < text.length; at++) {
		const char = text[at] as string;
		if (inText) {
			if (char === "\\") at++;
			else if (char === '"') inText = false;
			// No text of JSON goes over the end of a line: that was a quote between words, and the brackets before it are too.
			else if (char === "\n") {
				inText = false;
				giveUp(at);
			}
		} else if (char === '"') inText = open.length > 0;
		else if (char === "{" || char === "[") open.push({ bracket: char, at });
		else if (pairs[char]) {
			const from = open.pop();
			if (from?.bracket === pairs[char]) {
				dropBehind(from.at);
				found.push({ from: from.at, to: at + 1 });
			} else if (from) {
				open.push(from);
				giveUp(at);
			}
			// The end of something that broke before: what stands between is a part of it.
			else dropBehind(brokenAt);
		}
	}
	giveUp(text.length);
	return found.map(({ from, to }) => text.slice(from, to));
}

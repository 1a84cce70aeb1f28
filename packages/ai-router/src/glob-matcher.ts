/**
 * Compiles a glob: `*` stands for any text, the empty one included; everything else stands for itself, in upper or lower
 * case. The matcher takes the text in lower case. Each piece between stars is looked for once, from where the one before it
 * ended: nothing is tried twice, so no pattern makes it backtrack.
 */
export function globMatcher(glob: string): (text: string) => boolean {
	const [first = "", ...pieces] = glob.toLowerCase().split("*");
	const last = pieces.pop();
	if (last === undefined) return (text) => text === first;
	return (text) => {
		const end = text.length - last.length;
		let at = first.length;
		if (at > end || !text.startsWith(first) || !text.endsWith(last)) return false;
		for (const piece of pieces) {
			const found = text.indexOf(piece, at);
			at = found + piece.length;
			if (found < 0 || at > end) return false;
		}
		return true;
	};
}

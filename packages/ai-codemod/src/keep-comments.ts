import type { SourceFile } from "ts-morph";
import type { Draft } from "./draft.ts";

/** The text of the file; comments that were within what is written anew are put above it. */
export function keepComments(file: SourceFile, draft: Draft): string {
	const found = new Map<number, string>();
	for (const node of [file, ...file.getDescendants()]) {
		for (const each of [...node.getLeadingCommentRanges(), ...node.getTrailingCommentRanges()]) {
			if (!draft.changes(each.getPos(), each.getEnd())) found.set(each.getPos(), each.getText());
		}
	}
	const written = draft.write();
	const count = (text: string, comment: string): number => text.split(comment).length;
	const lost = [...found].filter(([, comment]) => count(written, comment) < count(file.getFullText(), comment));
	for (const [at, comment] of lost) draft.note(at, comment);
	return lost[0] ? draft.write() : written;
}

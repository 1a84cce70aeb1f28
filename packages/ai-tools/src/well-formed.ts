/** The text without halves of surrogate pairs, which cutting leaves behind: vendors refuse the whole request for one. */
export function wellFormed(text: string): string {
	return text.replace(/\p{Surrogate}/gu, "\uFFFD");
}

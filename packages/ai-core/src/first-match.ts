/** The key of the first pattern that fits the text. Keys that are numbers come first, the lowest before the others. */
export function firstMatch<Key extends string | number>(
	patterns: Readonly<Record<Key, RegExp>>,
	text: string,
): Key | undefined {
	// A record's own keys are all that it has.
	return (Object.keys(patterns) as Key[]).find((key) => patterns[key].test(text));
}

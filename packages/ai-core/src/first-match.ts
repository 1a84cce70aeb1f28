/** The key of the first pattern that fits the text. Keys that are numbers come first, the lowest before the others. */
export function firstMatch<Key extends string | number>(
	patterns: Readonly<Record<Key, RegExp>>,
	text: string,
): Key | undefined {
	for (const key in patterns) if (patterns[key].test(text)) return key;
	return undefined;
}

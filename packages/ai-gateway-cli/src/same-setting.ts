/** What is one value although it is an object: a member that was not told is to be gone. Of all other objects it stays as it is. */
export const wholes: ReadonlySet<string> = new Set(["dlp", "prompt", "response", "headers", "metadata"]);

/** Whether it has members, and is not a list. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === "object" && value !== null && !Array.isArray(value);

/** Nothing: the API reads back 0 where `null` was written, and `null` or nothing at all where nothing was. */
const isNone = (value: unknown): boolean => value === null || value === undefined || value === 0;

/** Whether a setting is as it was told. What the API adds to it (a rule's `id`, what is left at its default) does not count. */
export function isSame(told: unknown, current: unknown, name = ""): boolean {
	if (isNone(told) || isNone(current)) return isNone(told) && isNone(current);
	if (Array.isArray(told)) {
		return (
			Array.isArray(current) &&
			told.length === current.length &&
			told.every((item, index) => isSame(item, current[index]))
		);
	}
	if (!isObject(told) || !isObject(current)) return told === current;
	const members = Object.keys(wholes.has(name) ? { ...told, ...current } : told);
	return members.every((member) => isSame(told[member], current[member], member));
}

import { join, relative } from "node:path";
import type { DeclarationReflection } from "typedoc";
import { root } from "../../../.ci/packages.ts";
import { repositoryUrl } from "./paths.ts";

/** Where a declaration is written, overload by overload. */
export function placesOf(child: DeclarationReflection): { path: string; line: number }[] {
	const own = [
		...(child.sources ?? []),
		...[...(child.signatures ?? []), ...(child.getSignature ? [child.getSignature] : [])].flatMap(
			({ sources }) => sources ?? [],
		),
	];
	return own.map(({ fullFileName, line }) => ({ path: fullFileName, line }));
}

/** A link to the line in the repository. */
export function sourceLink(place: { fullFileName: string; line: number } | undefined): string {
	if (!place) return "";
	const path = relative(root, place.fullFileName);
	return `[Source](${repositoryUrl}/blob/main/${path}#L${place.line})`;
}

/** Whether a file is one of our packages'. */
export const isOurs = (path: string): boolean => path.startsWith(join(root, "packages"));

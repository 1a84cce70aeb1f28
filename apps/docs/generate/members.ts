import { type DeclarationReflection, ReflectionType } from "typedoc";
import { commentsOf, type FindPage, markdownOf } from "./comments.ts";
import { memberAt } from "./declarations.ts";
import { section } from "./page.ts";
import { isOurs, placesOf } from "./places.ts";

/** Each member with what is said of it. */
export function membersSection(members: readonly DeclarationReflection[], find: FindPage): string {
	const items = members.map((member) => {
		const comments = commentsOf(member);
		const text = comments.map((comment) => markdownOf(comment.summary, find)).join("\n\n");
		const name = /^\w+$/.test(member.name) ? member.name : `\`${member.name}\``;
		return `### ${name}\n\n\`${memberText(member)}\`${text ? `\n\n${text}` : ""}`;
	});
	return section("Members", items.join("\n\n"));
}

/** What users see of a class, an interface or a record. */
export function membersOf(child: DeclarationReflection): DeclarationReflection[] {
	const children =
		child.children ?? (child.type instanceof ReflectionType ? child.type.declaration.children : undefined);
	return (children ?? []).filter(
		(member) =>
			!member.flags.isPrivate &&
			!member.flags.isProtected &&
			placesOf(member).some(({ path }) => isOurs(path)) &&
			!member.inheritedFrom,
	);
}

/** A member as it is written, on one line. */
export function memberText(member: DeclarationReflection): string {
	const texts = placesOf(member).flatMap(({ path, line }) => memberAt(path, line, member.name) ?? []);
	return [...new Set(texts)].join("; ") || `${member.name}: ${member.type}`;
}

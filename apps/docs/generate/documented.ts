import {
	type DeclarationReflection,
	ReferenceReflection,
	ReferenceType,
	type SignatureReflection,
	type SomeType,
} from "typedoc";
import type { FindPage } from "./comments.ts";

/** The exported declaration that a type names, also as the constraint of a type parameter. */
export function documented(
	type: SomeType | undefined,
	signature: SignatureReflection,
): DeclarationReflection | undefined {
	if (!(type instanceof ReferenceType)) return undefined;
	const constraint = signature.typeParameters?.find(({ name }) => name === type.name)?.type;
	if (constraint) return documented(constraint, signature);
	if (type.name === "Promise" || type.name === "Readonly" || type.name === "Partial")
		return documented(type.typeArguments?.[0], signature);
	const target = type.reflection;
	return target ? resolve(target as DeclarationReflection) : undefined;
}

/** The exported declarations that a type is made of: its own, or those of its parts. */
export function typesOf(type: SomeType | undefined, signature: SignatureReflection): DeclarationReflection[] {
	const own = documented(type, signature);
	if (own) return [own];
	const parts =
		type?.type === "array"
			? [type.elementType]
			: type?.type === "typeOperator"
				? [type.target]
				: type?.type === "union" || type?.type === "intersection"
					? type.types
					: type instanceof ReferenceType
						? (type.typeArguments ?? [])
						: [];
	return [...new Set(parts.flatMap((part) => typesOf(part, signature)))];
}

/** What a re-export stands for, or the declaration itself. */
export const resolve = (child: DeclarationReflection): DeclarationReflection =>
	child instanceof ReferenceReflection ? (child.getTargetReflectionDeep() as DeclarationReflection) : child;

/** Links to what a declaration speaks of. */
export function typesIn(code: string, self: string, find: FindPage): string {
	const names = new Set(code.replace(/"[^"]*"/g, "").match(/\b[A-Z]\w+/g) ?? []);
	const links = [...names].flatMap((name) => {
		const page = name === self ? undefined : find(name);
		return page ? `[\`${name}\`](${page})` : [];
	});
	return links.length > 0 ? `Types: ${links.join(", ")}` : "";
}

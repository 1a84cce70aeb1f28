import {
	type Comment,
	type DeclarationReflection,
	ReferenceType,
	ReflectionKind,
	ReflectionType,
	type SignatureReflection,
	type SomeType,
} from "typedoc";
import { sentencesOn, splitErrors } from "../generate/comments.ts";
import { throwsAt } from "../generate/declarations.ts";
import { typesOf } from "../generate/documented.ts";

/** Words that say what a number measures or counts. */
const UNITS = [
	"milliseconds?|ms|seconds?|minutes?|hours?|days?|since 1970",
	"bytes?|characters?|code units|tokens?|neurons?|dimensions?|pixels|USD|percent",
	"from -?[\\d.]+ to|at least|at most|shares?|seed|factor|score",
	"how (?:many|much|often)|counts?|counted|number of|sum|times|tries|attempts|requests?|calls|frames|lines?|units?",
	"index|port|status|codes?|length",
];
const UNIT = new RegExp(`\\b(?:${UNITS.join("|")})\\b`, "i");

/** What functions hand out: whose methods are ours, and not the caller's. */
export function handedOut(exported: readonly DeclarationReflection[]): Set<DeclarationReflection> {
	const signatures = exported.filter(({ kind }) => kind === ReflectionKind.Function).flatMap(signaturesOf);
	return new Set(signatures.flatMap((signature) => typesOf(signature.type, signature)));
}

/**
 * What the doc comments of an export leave unsaid, one line each: units of numbers, parameters, errors.
 *
 * `isOurs` tells whether its methods are, so that their errors are ours to say.
 */
export function gapsOf(child: DeclarationReflection, isOurs: boolean): string[] {
	const isType = child.kind === ReflectionKind.TypeAlias;
	const signatures = signaturesOf(child);
	const said = textOf(child.comment);
	const gaps = membersOf(child).flatMap((member) => memberGaps(child, member, isOurs));
	if (child.kind === ReflectionKind.Variable && isBare(child.type, said)) gaps.push(`${child.name} is ${UNITLESS}`);
	for (const signature of signatures) {
		if (isBare(signature.type, said + textOf(signature.comment))) gaps.push(`${child.name}() is ${UNITLESS}`);
		for (const parameter of signature.parameters ?? []) {
			const own = textOf(parameter.comment) || sentencesOn(parameter.name, said + textOf(signature.comment));
			const name = `${child.name}(${parameter.name})`;
			if (isBare(parameter.type, own)) gaps.push(`${name} is ${UNITLESS}`);
			else if (!own && !isType && !typesOf(parameter.type, signature).some(({ comment }) => textOf(comment)))
				gaps.push(`${name} is not described`);
		}
	}
	if (!isType && canFail(signatures)) {
		const all = [said, ...signatures.map((signature) => textOf(signature.comment))].join("\n\n");
		if (splitErrors(all).errors.length === 0)
			gaps.push(`${child.name} can fail, and no sentence begins with Throws or Rejects`);
	}
	return gaps;
}

const UNITLESS = "a number without a unit in its doc comment";

/** Members of a type that is written as an alias may be explained by the alias's comment. */
function memberGaps(parent: DeclarationReflection, member: DeclarationReflection, isOurs: boolean): string[] {
	const around = parent.kind === ReflectionKind.TypeAlias ? textOf(parent.comment) : "";
	const said = [textOf(member.comment), textOf(member.getSignature?.comment), around].join(" ");
	const name = `${parent.name}.${member.name}`;
	const gaps = isBare(member.type ?? member.getSignature?.type, said) ? [`${name} is ${UNITLESS}`] : [];
	for (const signature of signaturesOf(member)) {
		const own = `${said} ${textOf(signature.comment)}`;
		if (isBare(signature.type, own)) gaps.push(`${name}() is ${UNITLESS}`);
		if (isOurs && isPromise(signature.type) && splitErrors(`${own}\n\n${textOf(parent.comment)}`).errors.length === 0)
			gaps.push(`${name}() can fail, and no sentence begins with Throws or Rejects`);
		for (const parameter of signature.parameters ?? []) {
			// What a constructor takes is often what a member keeps.
			const kept = membersOf(parent).find((one) => one.name === parameter.name);
			const about = [own, textOf(parameter.comment), textOf(kept?.comment)].join(" ");
			if (isBare(parameter.type, about)) gaps.push(`${name}(${parameter.name}) is ${UNITLESS}`);
		}
	}
	return gaps;
}

/** What answers later, makes what answers later (gateways, providers, stores), or has a `throw` of its own, can fail. */
function canFail(signatures: readonly SignatureReflection[]): boolean {
	const places = signatures.flatMap(({ sources }) => sources ?? []);
	return (
		signatures.some(({ type }) => isPromise(type) || actsLater(type)) ||
		places.some(({ fullFileName, line }) => throwsAt(fullFileName, line))
	);
}

function actsLater(type: SomeType | undefined): boolean {
	const target = type instanceof ReferenceType ? (type.reflection as DeclarationReflection | undefined) : undefined;
	if (!target) return false;
	return [...signaturesOf(target), ...membersOf(target).flatMap(signaturesOf)].some(({ type }) => isPromise(type));
}

const isPromise = (type: SomeType | undefined): boolean => type instanceof ReferenceType && type.name === "Promise";

const textOf = (comment: Comment | undefined): string => (comment?.summary ?? []).map(({ text }) => text).join("");

function signaturesOf({ signatures = [], type }: DeclarationReflection): SignatureReflection[] {
	return [...signatures, ...(type instanceof ReflectionType ? (type.declaration.signatures ?? []) : [])];
}

function membersOf({ children, type }: DeclarationReflection): DeclarationReflection[] {
	const parts = type?.type === "union" || type?.type === "intersection" ? type.types : [type];
	const written = parts.flatMap((part) => (part instanceof ReflectionType ? (part.declaration.children ?? []) : []));
	return (children ?? written).filter(({ flags, inheritedFrom }) => !flags.isPrivate && !inheritedFrom);
}

const isBare = (type: SomeType | undefined, said: string): boolean => hasNumber(type) && !UNIT.test(said);

function hasNumber(type: SomeType | undefined): boolean {
	switch (type?.type) {
		case "intrinsic":
			return type.name === "number";
		case "union":
			// What may as well be a boolean is a label.
			return type.types.some(hasNumber) && !type.types.some((one) => one.toString() === "boolean");
		case "array":
			return hasNumber(type.elementType);
		case "typeOperator":
			return hasNumber(type.target);
		case "tuple":
			return type.elements.some(hasNumber);
		case "reference":
			return (type.typeArguments ?? []).some(hasNumber);
		default:
			return false;
	}
}

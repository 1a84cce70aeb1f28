import { type DeclarationReflection, ReflectionKind, type SignatureReflection } from "typedoc";
import { commentsOf, type FindPage, markdownOf, sentencesOn, summaryOf } from "./comments.ts";
import { parametersAt } from "./declarations.ts";
import { documented, typesOf } from "./documented.ts";
import { membersOf, memberText } from "./members.ts";
import { section } from "./page.ts";

/** The parameters of a function, with the fields of their records. */
export function parametersSection(signatures: readonly SignatureReflection[], find: FindPage): string {
	const seen = new Set<string>();
	const items = signatures.flatMap((signature) => {
		const [place] = signature.sources ?? [];
		const parameters = signature.parameters ?? [];
		const names = parameters.map(({ name }) => name);
		const written = place ? parametersAt(place.fullFileName, place.line, names) : [];
		return parameters.flatMap((parameter, index) => {
			const { name, text } = written[index] ?? { name: parameter.name, text: `${parameter.name}: ${parameter.type}` };
			if (seen.has(text)) return [];
			seen.add(text);
			const own = markdownOf(parameter.comment?.summary, find);
			const links = typesOf(parameter.type, signature).flatMap((target) => {
				const page = find(target.name, target);
				return page ? `[\`${target.name}\`](${page})${own ? "" : `: ${summaryOf(target, find)}`}` : [];
			});
			const named = links[0] ? "" : sentencesOn(name, markdownOf(signature.comment?.summary, find));
			const about = [own || named.replace(/\s+/g, " "), links.join(own ? ", " : " ")];
			const record = documented(parameter.type, signature);
			const isRecord = record?.kind === ReflectionKind.Interface && parameter.type?.toString().startsWith(record.name);
			const fields = record && isRecord ? fieldsOf(record, find) : "";
			return [`- \`${text}\`${about.some(Boolean) ? ` — ${about.filter(Boolean).join(" ")}` : ""}${fields}`];
		});
	});
	return section("Parameters", items.join("\n"));
}

/** The fields of an options record, inside the parameter's item. */
function fieldsOf(target: DeclarationReflection, find: FindPage): string {
	const items = membersOf(target).map((field) => {
		const about = commentsOf(field)
			.map((comment) => markdownOf(comment.summary, find))
			.join(" ")
			.replace(/\s+/g, " ");
		return `\n  - \`${memberText(field)}\`${about ? ` — ${about}` : ""}`;
	});
	return items.join("");
}

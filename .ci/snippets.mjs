// Keeps the code in the guides equal to the examples that the tests run: a fence says where its text is from
// (```ts file=examples/streaming.ts#first), and this puts the region there, below the imports that it uses. `--write`
// writes, without it a difference is an error. A region that no guide shows, and code that is no region's, are errors too.
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { root } from "./packages.ts";

const write = process.argv.includes("--write");
// Its blocks are pairs of before and after: they are type-checked, as all are, but not run.
const pairs = "migrating-from-workkit-ai.md";
const wrong = [];
const isCode = (language) => /^([cm]?[jt]sx?|typescript|javascript)$/.test(language);

/** The regions of an example by name, without their indentation. */
function regionsOf(file) {
	const source = readFileSync(join(root, "docs", file), "utf8");
	const region = /^(\t*)\/\/ #region (\S+)\n(.*?)^\1\/\/ #endregion$/gms;
	const regions = [...source.matchAll(region)];
	const imports = [...source.replace(region, "").matchAll(/^(import (?:type )?)\{([^}]*)\} (from "[^".][^"]*";)$/gm)];
	if (regions.length !== source.split("#region").length - 1) throw new Error(`${file}: a region has no end.`);
	return Object.fromEntries(
		regions.map(([, indentation, name, text]) => {
			const body = text.replace(RegExp(`^${indentation}`, "gm"), "");
			// Names in texts, in comments and of members are not those of imports.
			const code = body.replace(/"[^"\n]*"/g, "").replace(/\/\/.*$/gm, "");
			const isUsed = (name) => RegExp(`(?<!\\w|(?<!\\.\\.)\\.)${name}\\b(?!:)`).test(code);
			const used = imports.flatMap(([, head, names, tail]) => {
				const all = names.split(",").map((item) => item.trim());
				const needed = all.filter((item) => item && isUsed(item.split(" ").at(-1)));
				const line = `${head}{ ${needed.join(", ")} } ${tail}\n`;
				if (needed.length === 0) return [];
				return line.length <= 121 ? [line] : [`${head}{\n\t${needed.join(",\n\t")},\n} ${tail}\n`];
			});
			return [name, used.length > 0 ? `${used.join("")}\n${body}` : body];
		}),
	);
}

const files = globSync("examples/*.ts", { cwd: join(root, "docs") }).filter((file) => !file.includes(".test."));
const examples = Object.fromEntries(files.map((file) => [file, regionsOf(file)]));
const shown = new Set();

for (const page of globSync("docs/*.md", { cwd: root })) {
	const text = readFileSync(join(root, page), "utf8");
	const synced = text.replace(/^```(\w+)([^\n]*)\n(.*?)^```$/gms, (fence, language, info, body, offset) => {
		const line = text.slice(0, offset).split("\n").length;
		const [, file, name] = /file=(\S+)#(\S+)/.exec(info) ?? [];
		if (!file) {
			if (isCode(language) && basename(page) !== pairs)
				wrong.push(`${page}:${line}: code must be a region of an example.`);
			return fence;
		}
		shown.add(`${file}#${name}`);
		const region = examples[file]?.[name];
		if (region === undefined) wrong.push(`${page}:${line}: there is no ${file}#${name}.`);
		else if (region !== body && !write)
			wrong.push(`${page}:${line}: is not ${file}#${name}; run \`node .ci/snippets.mjs --write\`.`);
		return region === undefined ? fence : `\`\`\`${language}${info}\n${region}\`\`\``;
	});
	// Within a list, or fenced otherwise, it would be seen by nobody here.
	for (const [, fence] of synced.matchAll(/^(?:[ \t]+```|[ \t]*~~~)(\w*)/gm)) {
		if (isCode(fence) && basename(page) !== pairs) wrong.push(`${page}: code must stand in a fence of its own.`);
	}
	if (write && synced !== text) writeFileSync(join(root, page), synced);
}
for (const [file, regions] of Object.entries(examples)) {
	for (const name of Object.keys(regions)) {
		if (!shown.has(`${file}#${name}`)) wrong.push(`docs/${file}: no guide shows the region ${name}.`);
	}
}
if (wrong.length > 0) console.error(wrong.join("\n"));
else console.log(`${shown.size} regions of ${files.length} examples are shown as they are`);
process.exit(wrong.length > 0 ? 1 : 0);

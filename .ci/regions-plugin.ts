import { relative } from "node:path";

/** The part of Vite's plugin interface that is used, so that the config's own Vite decides the version. */
interface Transform {
	name: string;
	enforce: "pre";
	transform(code: string, id: string): string | undefined;
}

/**
 * Has the examples of the guides tell which of their regions have run: `globalThis.regions` maps each, as `streaming.ts#first`, to whether it has.
 *
 * @param folder - Where the examples are.
 */
export function regions(folder: string): Transform {
	return {
		name: "workkit-regions",
		enforce: "pre",
		transform(code, id) {
			const file = relative(folder, id.replace(/\?.*$/, ""));
			if (/^\.\.|[/\\]|\.test\.ts$/.test(file)) return undefined;
			const names: string[] = [];
			const marked = code.replace(/\/\/ #region (\S+)/g, (_, name: string) => {
				names.push(`${file}#${name}`);
				return `globalThis.regions[${JSON.stringify(`${file}#${name}`)}] = true;`;
			});
			// On the first line, so that the lines of errors stay those of the file.
			const all = JSON.stringify(Object.fromEntries(names.map((name) => [name, false])));
			return names.length > 0 ? `globalThis.regions = { ...globalThis.regions, ...${all} };${marked}` : undefined;
		},
	};
}

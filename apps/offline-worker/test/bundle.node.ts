import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** One file of the repository and all that it imports, as a module for workerd. */
export async function bundle(path: string): Promise<string> {
	const { outputFiles } = await build({
		entryPoints: [fileURLToPath(new URL(`../../../${path}`, import.meta.url))],
		bundle: true,
		write: false,
		format: "esm",
		target: "es2022",
		conditions: ["workerd"],
		external: ["cloudflare:*"],
	});
	return outputFiles[0]?.text ?? "";
}

import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** A file beside the tests and all that it imports, as a module for workerd. */
export async function bundle(name: string): Promise<string> {
	const { outputFiles } = await build({
		entryPoints: [fileURLToPath(new URL(name, import.meta.url))],
		bundle: true,
		write: false,
		format: "esm",
		target: "es2022",
		external: ["cloudflare:*"],
	});
	return outputFiles[0]?.text ?? "";
}

/** One Worker of a Miniflare; `env` as Miniflare's own types have it, which tell bindings apart by their members. */
export function workerOf(name: string, contents: string, env: object = {}): WorkerOptions {
	return {
		config: {
			name,
			type: "worker",
			compatibilityDate: "2026-08-01",
			manifest: { mainModule: "worker.js", modules: { "worker.js": { type: "esm", contents } } },
			env: env as Record<string, never>,
		},
	};
}

/** The part of Miniflare's options for a Worker that the tests use. */
export interface WorkerOptions {
	readonly config: {
		readonly name: string;
		readonly type: "worker";
		readonly compatibilityDate: string;
		readonly manifest: {
			readonly mainModule: string;
			readonly modules: Record<string, { readonly type: "esm"; readonly contents: string }>;
		};
		readonly env: Record<string, never>;
	};
}

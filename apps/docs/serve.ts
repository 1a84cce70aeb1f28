import { createReadStream, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { extname, join } from "node:path";

/** The built site. */
export const site: string = join(import.meta.dirname, "dist");

const TYPES: Record<string, string> = {
	".css": "text/css",
	".html": "text/html; charset=utf-8",
	".js": "text/javascript",
	".json": "application/json",
	".md": "text/markdown; charset=utf-8",
	".svg": "image/svg+xml",
	".txt": "text/plain; charset=utf-8",
	".wasm": "application/wasm",
};

/** The file behind a path: a folder's `index.html`, or the file itself. Undefined for what is not there. */
export function fileOf(pathname: string): string | undefined {
	const path = join(site, decoded(pathname));
	if (!path.startsWith(site)) return undefined;
	const file = pathname.endsWith("/") ? join(path, "index.html") : path;
	return statSync(file, { throwIfNoEntry: false })?.isFile() ? file : undefined;
}

/** A path that cannot be decoded is taken as it is: it leads nowhere, which is no reason to end. */
function decoded(pathname: string): string {
	try {
		return decodeURIComponent(pathname);
	} catch {
		return pathname;
	}
}

/** Serves the built site on a free port of this machine, until it is closed. */
export async function serve(): Promise<{ url: string; server: Server }> {
	const server = createServer((request, response) => {
		const pathname = URL.parse(request.url ?? "/", "http://site")?.pathname ?? "";
		const file = fileOf(pathname);
		if (!file && fileOf(`${pathname}/`)) {
			response.writeHead(308, { location: `${pathname}/` }).end();
			return;
		}
		const shown = file ?? join(site, "404.html");
		response.writeHead(file ? 200 : 404, { "content-type": TYPES[extname(shown)] ?? "application/octet-stream" });
		createReadStream(shown).pipe(response);
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const address = server.address();
	if (address === null || typeof address === "string") throw new Error("the server has no port");
	return { url: `http://127.0.0.1:${address.port}`, server };
}

if (import.meta.main) console.log(`The documentation: ${(await serve()).url}/`);

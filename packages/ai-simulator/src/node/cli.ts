#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { jsonLine, readableLine } from "./cli-log.ts";
import { HELP, parseCommand, type ServeCommand, UsageError } from "./cli-options.ts";
import { startCommand } from "./cli-start.ts";

async function main(): Promise<void> {
	const command = parseCommand(process.argv.slice(2));
	if (command.kind === "help") console.log(HELP);
	else if (command.kind === "version") console.log(version());
	else await serve(command);
}

async function serve(command: ServeCommand): Promise<void> {
	const { json } = command;
	const line = json ? jsonLine : readableLine;
	const server = await startCommand(command, (call) => console.log(line(call)));
	if (json) console.log(JSON.stringify(server.urls));
	else {
		for (const [name, url] of Object.entries(server.urls)) console.log(`  ${name.padEnd(10)} ${url}`);
		console.log("");
	}
	// Closing ends all connections: nothing is left to run, and so the process ends by itself.
	for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => server.close());
}

/** The package's, whether this file runs as a source or from `dist`: both are two folders below it. */
function version(): string {
	return JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")).version;
}

main().catch((error) => {
	const usage = error instanceof UsageError;
	const taken = error?.code === "EADDRINUSE" ? `Port ${error.port} is taken; --port 0 takes a free one.` : undefined;
	console.error(usage ? `${error.message}\nTry --help.` : (taken ?? error));
	process.exitCode = usage ? 2 : 1;
});

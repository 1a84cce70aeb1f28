import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type AiGatewayDefinition, defineAiGateway } from "@workkit/ai-cloudflare-gateway";
import { UsageError } from "./command.ts";

const defaults = ["ts", "mts", "js", "mjs", "json"].map((ending) => `ai-gateway.config.${ending}`);

const isDefinition = (value: unknown): boolean => typeof Object(value).id === "string";

async function read(path: string): Promise<unknown> {
	if (path.endsWith(".json")) return JSON.parse(readFileSync(path, "utf8"));
	const module: Record<string, unknown> = await import(pathToFileURL(path).href);
	return Object.values(module);
}

/** The declarations of a file, each checked: everything that a module exports, or what a JSON file holds, one or a list. Throws `UsageError`. */
export async function loadDefinitions(file: string | undefined, folder: string): Promise<AiGatewayDefinition[]> {
	const path = (file === undefined ? defaults : [file])
		.map((name) => resolve(folder, name))
		.find((each) => existsSync(each));
	if (path === undefined)
		throw new UsageError(`There is no ${file ?? `${defaults[0]}, and none of its like`} in ${folder}.`);
	try {
		const found = [await read(path)].flat(2).filter(isDefinition) as AiGatewayDefinition[];
		const definitions = found.map(({ id, settings }) => defineAiGateway(id, settings));
		const unique = new Map(definitions.map((definition) => [definition.id, definition]));
		if (unique.size === 0) throw new UsageError("it declares no gateway");
		if (unique.size < new Set(found).size) throw new UsageError("it declares one gateway twice");
		return [...unique.values()];
	} catch (error) {
		const { code, message } = error as { code?: string; message: string };
		const hint = code === "ERR_UNKNOWN_FILE_EXTENSION" ? " Node reads TypeScript from 22.18 on." : "";
		throw new UsageError(`${path}: ${message}.${hint}`.replace("..", "."));
	}
}

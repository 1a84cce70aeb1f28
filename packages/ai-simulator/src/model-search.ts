import { type CatalogueModel, CONTEXT_WINDOWS, MODELS, TASKS, takesBatches } from "./models.ts";
import { hash } from "./random.ts";
import { RequestError } from "./request-error.ts";

/** A model as a search finds it. */
export interface FoundModel {
	readonly id: string;
	/** Code of the catalogue: 1 for `@cf/…`, 2 for `@hf/…`. */
	readonly source: number;
	readonly name: string;
	readonly description: string;
	readonly task: { readonly id: string; readonly name: string; readonly description: string };
	readonly tags: string[];
	readonly properties: { readonly property_id: string; readonly value: string }[];
}

/** One page of a search. */
export interface ModelPage {
	readonly models: readonly FoundModel[];
	readonly page: number;
	readonly perPage: number;
	readonly total: number;
}

/** The catalogue as `query` asks for it: `author`, `hide_experimental`, `page`, `per_page`, `search`, `source`, `task`. */
export function searchModels(query: URLSearchParams): ModelPage {
	const page = readCount(query, "page", 1);
	const perPage = readCount(query, "per_page", 50);
	const wanted = (name: string) => query.get(name)?.toLowerCase() ?? "";
	const found = MODELS.map(describe).filter(
		(model) =>
			model.name.toLowerCase().includes(wanted("search")) &&
			[model.name.split("/")[1], ""].includes(wanted("author")) &&
			["", String(model.source)].includes(wanted("source")) &&
			["", model.task.name.toLowerCase(), model.task.id].includes(wanted("task")) &&
			!(wanted("hide_experimental") === "true" && model.properties.some(({ property_id }) => property_id === "beta")),
	);
	return { models: found.slice((page - 1) * perPage, page * perPage), page, perPage, total: found.length };
}

function readCount(query: URLSearchParams, name: string, fallback: number): number {
	const value = Number(query.get(name) ?? fallback);
	if (Number.isInteger(value) && value > 0) return value;
	throw new RequestError({ status: 400, code: 7001, message: `${name} must be a positive integer` });
}

function describe({ name, task }: CatalogueModel): FoundModel {
	const { id, name: taskName, description } = TASKS[task];
	const window = CONTEXT_WINDOWS[name];
	const properties = {
		...(window === undefined ? {} : { context_window: String(window) }),
		...(takesBatches(name) ? { async_queue: "true" } : {}),
		...(/-lora$/.test(name) ? { lora: "true" } : {}),
		...(/-awq$|-lora$|phi-2|tinyllama|dreamshaper|v1-5-|detr|llava|uform/.test(name) ? { beta: "true" } : {}),
	};
	return {
		id: idOf(name),
		source: name.startsWith("@hf/") ? 2 : 1,
		name,
		description: `${taskName} by ${name.split("/")[1]}, simulated.`,
		task: { id, name: taskName, description },
		tags: [],
		properties: Object.entries(properties).map(([property_id, value]) => ({ property_id, value })),
	};
}

/** In the form of a UUID, the same for the same name. */
function idOf(name: string): string {
	const digits = [0, 1, 2, 3].map((salt) => hash(`${salt}:${name}`).toString(16).padStart(8, "0")).join("");
	return digits.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-4$3-a$4-$5");
}

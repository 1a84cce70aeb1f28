import { isRecord, type JsonRecord } from "./json.ts";

/** A node of a dynamic route: `start`, `conditional`, `percentage`, `rate_limit` (also `rate`), `model` or `end`. */
export interface RouteElement {
	readonly id: string;
	readonly type: string;
	readonly properties: JsonRecord;
	/** Where each way out leads: the id of an element. */
	readonly outputs: Readonly<Record<string, string>>;
}

/** One version of a route's graph. */
export interface RouteVersion {
	readonly version_id: string;
	readonly created_at: string;
	/** As it was given. */
	readonly elements: readonly unknown[];
}

/** A dynamic route: requests name it as the model `dynamic/<name>`. */
export interface DynamicRoute {
	readonly id: string;
	name: string;
	readonly created_at: string;
	modified_at: string;
	/** Newest last. */
	readonly versions: RouteVersion[];
	/** Newest last: the version that answers. */
	readonly deployments: { readonly deployment_id: string; readonly version_id: string; readonly created_at: string }[];
}

const TYPES = ["start", "conditional", "percentage", "rate_limit", "rate", "model", "end"];

/** The graph of `elements` by id; a text that says what is wrong with it otherwise. */
export function readElements(elements: unknown): ReadonlyMap<string, RouteElement> | string {
	if (!Array.isArray(elements)) return "elements: Expected array";
	const graph = new Map<string, RouteElement>();
	for (const element of elements) {
		if (!isRecord(element) || typeof element.id !== "string") return "elements: every element needs an id";
		const { id, type, properties } = element;
		if (typeof type !== "string" || !TYPES.includes(type)) return `elements: ${id} is of no known type`;
		const outputs: Record<string, string> = {};
		for (const [name, output] of Object.entries(isRecord(element.outputs) ? element.outputs : {})) {
			if (isRecord(output) && typeof output.elementId === "string") outputs[name] = output.elementId;
		}
		graph.set(id, { id, type, properties: isRecord(properties) ? properties : {}, outputs });
	}
	const all = [...graph.values()];
	if (all.filter(({ type }) => type === "start").length !== 1) return "elements: a route has one start element";
	const lost = all.flatMap(({ outputs }) => Object.values(outputs)).find((id) => !graph.has(id));
	return lost === undefined ? graph : `elements: there is no element ${lost}`;
}

/** The graph that answers now. */
export function deployedGraph(route: DynamicRoute): ReadonlyMap<string, RouteElement> {
	const deployed = route.deployments.at(-1)?.version_id;
	const graph = readElements(route.versions.find((version) => version.version_id === deployed)?.elements);
	return typeof graph === "string" ? new Map() : graph;
}

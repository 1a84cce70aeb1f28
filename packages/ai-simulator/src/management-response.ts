import type { Exchange } from "./exchange.ts";
import type { JsonRecord } from "./json.ts";
import { RequestError } from "./request-error.ts";
import { respondJson } from "./respond.ts";

/** A result in the management API's envelope; `info` adds to the envelope. */
export function respondResult(exchange: Exchange, result: unknown, info: JsonRecord = {}): Response {
	return respondJson(exchange, { success: true, result, errors: [], messages: [], ...info });
}

/** The page of `items` that the address asks for: 20 a page unless `per_page` says otherwise, 100 at most. */
export function pageOf<Item>(exchange: Exchange, items: readonly Item[]): { items: Item[]; info: JsonRecord } {
	const { searchParams } = exchange.url;
	const page = Math.max(1, Math.trunc(Number(searchParams.get("page"))) || 1);
	const perPage = Math.min(100, Math.max(1, Math.trunc(Number(searchParams.get("per_page"))) || 20));
	const found = items.slice((page - 1) * perPage, page * perPage);
	return {
		items: found,
		info: {
			page,
			per_page: perPage,
			count: found.length,
			total_count: items.length,
			total_pages: Math.ceil(items.length / perPage),
		},
	};
}

/** One page of a list, in the envelope. */
export function respondPage(exchange: Exchange, all: readonly unknown[]): Response {
	const { items, info } = pageOf(exchange, all);
	return respondResult(exchange, items, { result_info: info });
}

/** 7001: the body is not what it should be; `field` says where. */
export function invalidField(field: string, message: string): RequestError {
	return new RequestError({ status: 400, code: 7001, message, param: field });
}

/** 7002: there is no such thing. */
export function notFound(): RequestError {
	return new RequestError({ status: 404, code: 7002, message: "Not Found" });
}

/** An error in the envelope: its key is `errors`, unlike that of the gateways themselves. */
export function managementErrorResponse(exchange: Exchange, { detail }: RequestError): Response {
	const { status = 500, code, message, param } = detail;
	const path = param === undefined ? {} : { path: ["body", param] };
	const body = { success: false, errors: [{ code, message, ...path }], messages: [], result: null };
	return respondJson(exchange, body, { status });
}

/** Runs a handler and writes down what it refuses. */
export async function managed(exchange: Exchange, handler: () => Response): Promise<Response> {
	try {
		return handler();
	} catch (error) {
		if (error instanceof RequestError) return managementErrorResponse(exchange, error);
		throw error;
	}
}

/** A made-up id in UUID form. */
export function uuidOf(exchange: Exchange): string {
	const digits = (count: number) => {
		let text = "";
		while (text.length < count)
			text += exchange
				.id("", count)
				.toLowerCase()
				.replace(/[^0-9a-f]/g, "");
		return text.slice(0, count);
	};
	return `${digits(8)}-${digits(4)}-4${digits(3)}-a${digits(3)}-${digits(12)}`;
}

/** Now, as the API writes times. */
export function timeOf({ settings }: Exchange): string {
	return new Date(settings.now()).toISOString();
}

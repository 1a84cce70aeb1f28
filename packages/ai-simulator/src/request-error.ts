import type { ReplyError } from "./reply.ts";

/** A request the vendor refuses, by its own rules or by script. Each wire puts it into its own words. */
export class RequestError extends Error {
	readonly detail: ReplyError;

	constructor(detail: ReplyError) {
		super(detail.message ?? "The request was refused.");
		this.name = "RequestError";
		this.detail = detail;
	}
}

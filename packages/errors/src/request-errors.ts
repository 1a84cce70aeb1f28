import { exponential } from "./retry-strategy.ts";
import { WorkkitError, type WorkkitErrorOptions } from "./workkit-error.ts";

/** One reason why a value was refused; every Standard Schema issue is one. */
export interface ValidationIssue {
	readonly message: string;
	readonly path?: ReadonlyArray<PropertyKey | { readonly key: PropertyKey }> | undefined;
}

/** `WORKKIT_VALIDATION`, 400, not retried: the request is wrong, and would be wrong again. */
export class ValidationError extends WorkkitError {
	/** The single reasons, where they are known. {@link errorToResponse} shows them to the caller. */
	declare readonly issues: readonly ValidationIssue[] | undefined;

	/** @param kind - For subclasses; see {@link WorkkitError}. */
	constructor(
		message: string,
		issues?: readonly ValidationIssue[],
		options?: WorkkitErrorOptions,
		kind = "Validation",
	) {
		super(message, options, kind, 400);
		this.issues = issues;
	}
}

/** `WORKKIT_UNSUPPORTED_OPERATION`, 400, not retried: this provider does not have the operation that was asked for. */
export class UnsupportedOperationError extends ValidationError {
	constructor(provider: string, operation: string, options?: WorkkitErrorOptions) {
		super(`${provider} does not support ${operation}`, undefined, options, "UnsupportedOperation");
	}
}

/** `WORKKIT_UNAUTHORIZED`, 401, not retried: the caller did not prove who it is, with a wrong or missing key for example. */
export class UnauthorizedError extends WorkkitError {
	constructor(message = "Unauthorized", options?: WorkkitErrorOptions) {
		super(message, options, "Unauthorized", 401);
	}
}

/** `WORKKIT_BUDGET_EXCEEDED`, 402, not retried: the call would cost more than is left. */
export class BudgetExceededError extends WorkkitError {
	/** What is left, as an exact decimal of USD. Set by whoever keeps the budget, as is `resetAt`. */
	declare remaining?: string;
	/** When the budget begins anew, or has more. */
	declare resetAt?: Date;

	constructor(message: string, options?: WorkkitErrorOptions) {
		super(message, options, "BudgetExceeded", 402);
	}
}

/** `WORKKIT_FORBIDDEN`, 403, not retried: the caller is known and may not do this. */
export class ForbiddenError extends WorkkitError {
	constructor(message = "Forbidden", options?: WorkkitErrorOptions) {
		super(message, options, "Forbidden", 403);
	}
}

/** `WORKKIT_NOT_FOUND`, 404, not retried: there is no such thing. */
export class NotFoundError extends WorkkitError {
	/** The kind of thing that was looked for. */
	declare readonly resource: string;
	/** Which one. */
	declare readonly id: string | undefined;

	constructor(resource: string, id?: string, options?: WorkkitErrorOptions) {
		super(`${resource}${id ? ` "${id}"` : ""} not found`, options, "NotFound", 404);
		this.resource = resource;
		this.id = id;
	}
}

/** `WORKKIT_CONFLICT`, 409: somebody else changed the same thing. Retried up to 3 times, after 100 ms doubling up to 5 s. */
export class ConflictError extends WorkkitError {
	constructor(message: string, options?: WorkkitErrorOptions) {
		super(message, options, "Conflict", 409, exponential(100, 5_000, 3));
	}
}

import { WorkkitError, type WorkkitErrorOptions } from "./workkit-error.ts";

/** `WORKKIT_INTERNAL`, 500, not retried: something failed that the caller can do nothing about. */
export class InternalError extends WorkkitError {
	constructor(message = "Internal error", options?: WorkkitErrorOptions) {
		super(message, options, "Internal");
	}
}

/** `WORKKIT_CONFIG`, 500, not retried: the program is configured wrongly. */
export class ConfigError extends WorkkitError {
	constructor(message: string, options?: WorkkitErrorOptions) {
		super(message, options, "Config");
	}
}

/** `WORKKIT_BINDING_ERROR`, 500, not retried: a binding of the Worker is there but cannot be used. */
export class BindingError extends WorkkitError {
	declare readonly code: string;

	constructor(message: string, options?: WorkkitErrorOptions) {
		super(message, options, "Binding");
		// Beside `WORKKIT_BINDING_NOT_FOUND`, "binding" alone would not say that it is an error.
		this.code += "_ERROR";
	}
}

/** `WORKKIT_BINDING_NOT_FOUND`, 500, not retried: a binding is missing from the Worker's environment. */
export class BindingNotFoundError extends WorkkitError {
	constructor(name: string, options?: WorkkitErrorOptions) {
		super(`Binding "${name}" not found`, options, "BindingNotFound");
	}
}

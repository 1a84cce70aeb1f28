import { ConfigError } from "@workkit/errors";

/** A key that is missing would be one budget for everybody. */
export function checkKey(key: string): string {
	if (typeof key === "string" && key) return key;
	throw new ConfigError("The key of a budget or of a ledger's entry must be a text that is not empty.");
}

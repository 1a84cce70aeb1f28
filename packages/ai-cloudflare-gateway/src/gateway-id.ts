import { ConfigError } from "@workkit/errors";

/** A gateway's name, checked: 1 to 64 of `a-z`, `0-9`, `_` and `-`. Throws `ConfigError`. */
export function checkGatewayId(id: string): string {
	if (typeof id !== "string" || !/^[a-z0-9_-]{1,64}$/.test(id)) {
		throw new ConfigError("A gateway's name must be 1 to 64 of a-z, 0-9, _ and -.");
	}
	return id;
}

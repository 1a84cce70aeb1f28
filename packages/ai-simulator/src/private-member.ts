/**
 * Throws what the platform's classes throw when a method is taken off its object: they keep their state in private
 * fields, which neither a bare function nor a proxy has.
 */
export function checkReceiver(self: unknown, owner: object): void {
	if (self === owner) return;
	throw new TypeError("Cannot read private member #fetcher from an object whose class did not declare it");
}

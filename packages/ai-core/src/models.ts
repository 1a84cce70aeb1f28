/** Where the type of a provider keeps the names of its models. No value has it. */
export declare const modelsKey: unique symbol;

/** What a provider's type adds, so that editors complete the names of its models. Any other name is accepted too. */
export interface Models<M extends string> {
	readonly [modelsKey]?: M;
}

type NamesOf<T> = T extends { readonly [modelsKey]?: unknown } ? Extract<T[typeof modelsKey], string> : never;

/** Names to complete for gateways with providers of the type `T`, and any text. */
export type ModelsOf<T> = [NamesOf<T>] extends [never] ? string : NamesOf<T> | (string & {});

import { type Choices, choose, firstChoices } from "./choices.ts";
import { faults } from "./faults.ts";
import { providerOf, providers } from "./providers.ts";

/** The choices as the part of an address after `#`: what differs from the first ones. */
export function linkOf(choices: Choices): string {
	const changed = Object.entries(choices).filter(([name, value]) => firstChoices[name as keyof Choices] !== value);
	return new URLSearchParams(changed).toString();
}

/** The choices that a link names. What is no choice here is passed over. */
export function choicesOf(link: string): Choices {
	const named = new URLSearchParams(link);
	return (Object.keys(firstChoices) as (keyof Choices)[]).reduce((choices, name) => {
		const value = named.get(name);
		const offered = offersOf(choices)[name];
		// What is offered is what the type says.
		return value !== null && (offered === undefined || offered.includes(value))
			? choose(choices, name, value as never)
			: choices;
	}, firstChoices);
}

/** What there is to choose from; of a prompt, anything. */
function offersOf({ provider }: Choices): Readonly<Record<keyof Choices, readonly string[] | undefined>> {
	return {
		provider: providers.map(({ key }) => key),
		model: providerOf(provider).models,
		operation: ["stream", "run"],
		ask: ["text", "tool", "json"],
		fault: faults.map(({ key }) => key),
		prompt: undefined,
	};
}

export {
	createModelAllowlist,
	isAllowedModel,
	type ModelAllowlist,
	type ModelAllowlistConfig,
	type ModelMatcher,
} from "@workkit/ai-allowlist";

export { createModelAllowlist, type ModelAllowlist } from "./create-model-allowlist.ts";
export { isAllowedModel, type ModelAllowlistConfig, type ModelMatcher } from "./is-allowed-model.ts";

import { describeBudgetStore } from "../test/describe-budget-store.ts";
import { memoryBudgetStore } from "./index.ts";

describeBudgetStore("memoryBudgetStore", memoryBudgetStore);

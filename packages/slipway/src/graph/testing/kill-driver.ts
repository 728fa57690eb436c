/** One run in a process of its own, to be killed: `kill-driver.ts FOLDER RUN`. Says `ready` once everything is loaded. */
import { FakeProject } from "./fake-project.ts";
import { killPlan } from "./kill-plan.ts";

const [folder = "", run = "0"] = process.argv.slice(2);
const project = FakeProject.at(folder);
const tasks = killPlan(project, Number(run));
process.stdout.write("ready\n");
await project.run(tasks);
process.stdout.write("done\n");

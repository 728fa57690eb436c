import type { Project } from "./open-project.ts";
import { templateHost } from "./template-host.ts";

/**
 * The project with the commit's time as its clock, unless `SOURCE_DATE_EPOCH` sets another: machines that each make a part of one
 * release must not take the time of day into it.
 */
export function steadyClock(project: Project): Project {
  const { facts } = project;
  const seconds = facts.sourceDateEpoch ?? facts.git?.commitTime;
  if (seconds === undefined) return project;
  const now = seconds * 1000;
  return {
    ...project,
    facts: { ...facts, now, sourceDateEpoch: seconds },
    host: templateHost(project.root, project.env, now),
  };
}

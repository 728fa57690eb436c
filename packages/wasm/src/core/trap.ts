/** The exit code of a program that traps: as a native one that aborts. */
export const TRAPPED = 134;

/** How many frames an engine should keep of a trap's stack; V8's own ten end inside Go's runtime. */
export const TRAP_FRAMES = 200;

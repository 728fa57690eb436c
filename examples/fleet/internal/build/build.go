// Package build tells which build of a program is running.
package build

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// Line is what every program of the fleet prints for --version. The values come from the linker when it sets them,
// else from what the Go toolchain recorded.
func Line(program, version, commit, date string) string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, setting := range info.Settings {
			switch {
			case setting.Key == "vcs.revision" && commit == "none":
				commit = setting.Value
			case setting.Key == "vcs.time" && date == "unknown":
				date = setting.Value
			}
		}
	}
	return fmt.Sprintf("%s %s (%s, %s) %s/%s", program, version, commit, date, runtime.GOOS, runtime.GOARCH)
}

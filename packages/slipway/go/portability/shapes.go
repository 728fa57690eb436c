package main

// Request is what the caller writes to standard input.
type Request struct {
	// Go is the absolute path of the go command.
	Go string `json:"go"`
	// Root is what file names in the answer are relative to.
	Root string `json:"root"`
	// Own are the absolute folders whose packages are the project's: its module and those beside it.
	Own []string `json:"own"`
	// Patterns are package patterns.
	Patterns []string `json:"patterns"`
	// Folders may hold packages that no target has; absolute.
	Folders []string `json:"folders"`
	// Env is the whole environment of go list, without the target's variables.
	Env     []string        `json:"env"`
	Targets []RequestTarget `json:"targets"`
	// All tells places too that no straight call leads to.
	All bool `json:"all"`
	// Parallel is how many targets are looked at side by side.
	Parallel int `json:"parallel"`
}

// RequestTarget is one platform with the settings that choose files.
type RequestTarget struct {
	// Dir is the folder that go list runs in.
	Dir   string   `json:"dir"`
	Name  string   `json:"name"`
	Env   []string `json:"env"`
	Flags []string `json:"flags"`
	// Programs are the programs that are built for it, by absolute folder or import path; empty for all.
	Programs []string `json:"programs"`
}

// Answer is what is written to standard output.
type Answer struct {
	Go       string         `json:"go"`
	Targets  []TargetAnswer `json:"targets"`
	Findings []Finding      `json:"findings"`
	// Indirect counts what was found where no straight call leads, and is not told.
	Indirect int `json:"indirect"`
	// Allows are the comments that suppress findings.
	Allows []Allow `json:"allows"`
}

// TargetAnswer is what one target has.
type TargetAnswer struct {
	Name string `json:"name"`
	// Failure is set when go list could say nothing at all.
	Failure  string    `json:"failure,omitempty"`
	Packages []Package `json:"packages"`
	Problems []Problem `json:"problems"`
	// API holds the exported names of every package that others can import.
	API map[string][]string `json:"api"`
	// Bodyless are functions that only assembly can define.
	Bodyless []Bodyless `json:"bodyless,omitempty"`
}

// Package is a package of the project on one target.
type Package struct {
	Path string `json:"path"`
	Name string `json:"name"`
	Dir  string `json:"dir"`
	// Files are in, Out are not; names relative to Dir.
	Files    []string `json:"files"`
	Assembly []string `json:"assembly,omitempty"`
	CgoFiles []string `json:"cgoFiles,omitempty"`
	Headers  []string `json:"headers,omitempty"`
	// Embeds are files that the package embeds.
	Embeds []string  `json:"embeds,omitempty"`
	Out    []OutFile `json:"out,omitempty"`
}

// OutFile is a file that a target does not have, and why.
type OutFile struct {
	File   string `json:"file"`
	Reason string `json:"reason"`
	// Cgo says that the file imports C and cgo is off.
	Cgo bool `json:"cgo,omitempty"`
}

// Problem is what keeps a package from compiling.
type Problem struct {
	Package string `json:"package"`
	// Own says whether it is a package of the project.
	Own     bool   `json:"own"`
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Message string `json:"message"`
	// Import says that it is about an import that cannot be resolved.
	Import bool `json:"import,omitempty"`
	// Cgo names files that are out because cgo is off; they may have what is missing.
	Cgo []string `json:"cgo,omitempty"`
	// Out names files that the target does not have and that declare what is missing.
	Out []string `json:"out,omitempty"`
	// Idle says that the target has no use for the package, or that it serves tests and developers.
	Idle bool `json:"idle,omitempty"`
}

// Bodyless is a function declared without a body.
type Bodyless struct {
	Package string `json:"package"`
	Dir     string `json:"dir"`
	Name    string `json:"name"`
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Linked  bool   `json:"linked,omitempty"`
}

// Finding is something that a rule found, on the targets where it holds.
type Finding struct {
	Code     string   `json:"code"`
	Severity string   `json:"severity"`
	File     string   `json:"file"`
	Line     int      `json:"line"`
	Column   int      `json:"column"`
	Length   int      `json:"length"`
	Text     string   `json:"text"`
	Message  string   `json:"message"`
	Expected string   `json:"expected,omitempty"`
	Actual   string   `json:"actual,omitempty"`
	Hint     string   `json:"hint"`
	Targets  []string `json:"targets"`
	// Because takes the place of "{}" in the message: what differs between systems, which merge puts together.
	Because []string `json:"-"`
	// function is where the function around begins; two targets have the same one at the same place.
	function string
	// pkg is the import path of its package.
	pkg string
	// looked says that its place stands behind a look at the running system in its function.
	looked bool
	// indirect says that no straight call leads to its place.
	indirect bool
}

// Allow is a comment that suppresses findings of its own line or the next one.
type Allow struct {
	File string `json:"file"`
	Line int    `json:"line"`
	// Text is what stands behind "slipway:allow".
	Text string `json:"text"`
}

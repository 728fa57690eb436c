//go:build go1.22

package main

import "go/types"

// unalias looks through the names of aliases, which older type checkers do not have.
func unalias(t types.Type) types.Type { return types.Unalias(t) }

package main

// tell adds what other packages of the project may ask: exported switches and functions that give one.
func (l *liveness) tell() {
	for object, from := range l.fixed {
		if object.Exported() && object.Parent() == object.Pkg().Scope() && isBool(object.Type()) {
			if value, known := l.truth(from); known {
				l.facts[object] = value
			}
		}
	}
	for object, fn := range l.functions {
		if !object.Exported() || fn.Recv != nil || fn.Body == nil {
			continue
		}
		if value, known := l.resultTruth(fn.Body.List, 0); known {
			l.facts[object] = value
		}
	}
}

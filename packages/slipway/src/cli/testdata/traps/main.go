// Command traps fails in twenty ways. The line that a report must name ends with "// HERE" and the way's name.
package main

import (
	"fmt"
	"os"
	"time"
	"unsafe"
)

type node struct {
	next  *node
	value int
}

type shape interface{ area() int }

type square struct{ side *int }

// Beyond the memory of every program.
var far = uintptr(0xffff0000)

func main() {
	fmt.Println("start")
	ways[os.Args[1]](len(os.Args))
	fmt.Println("not reached")
}

var ways = map[string]func(int){
	"index":     index,
	"nilmap":    func(n int) { count(nil, n) },
	"nilptr":    func(n int) { fmt.Println(last(nil)) },
	"divide":    divide,
	"assert":    func(n int) { fmt.Println(assert(n)) },
	"method":    func(n int) { fmt.Println((&square{}).area()) },
	"goroutine": goroutine,
	"inlined":   inlinedPanic,
	"closed":    closed,
	"length":    length,
	"load":      func(n int) { fmt.Println(load(far)) },
	"store":     func(n int) { store((*node)(unsafe.Pointer(far)), n) },
	"call":      call,
	"recursion": func(n int) { fmt.Println(recursion(n)) },
	"generic":   func(n int) { fmt.Println(generic((*uint16)(unsafe.Pointer(far)))) },
	"closure":   closure,
	"late":      late,
	"deferred":  deferred,
	"interface": badInterface,
	"smalltrap": inlinedTrap,
}

func index(n int) {
	list := make([]int, n)
	for i := 0; i < 10; i++ {
		list[i*5] = i // HERE index
	}
	fmt.Println(list)
}

//go:noinline
func count(words map[string]int, n int) {
	if n > 100 {
		return
	}
	words["a"] += n // HERE nilmap
}

//go:noinline
func last(n *node) int {
	for n.next != nil { // HERE nilptr
		n = n.next
	}
	return n.value
}

func divide(n int) {
	zero := n - n
	fmt.Println(
		n / zero, // HERE divide
	)
}

//go:noinline
func assert(n int) string {
	var value any = n
	return value.(string) // HERE assert
}

//go:noinline
func (s *square) area() int {
	return *s.side * *s.side // HERE method
}

func goroutine(n int) {
	done := make(chan int)
	go func() {
		if n > 0 {
			panic("in a goroutine") // HERE goroutine
		}
		close(done)
	}()
	<-done
}

func must(ok bool) {
	if !ok {
		panic("must") // HERE inlined
	}
}

func inlinedPanic(n int) {
	fmt.Print()
	must(n < 0)
	fmt.Print()
}

func closed(n int) {
	c := make(chan int)
	close(c)
	if n > 0 {
		close(c) // HERE closed
	}
}

func length(n int) {
	short := n - 10
	fmt.Print()
	list := make([]int, n, short) // HERE length
	fmt.Println(list)
}

//go:noinline
func load(address uintptr) int {
	sum := int(address) * 3
	sum += *(*int)(unsafe.Pointer(address)) // HERE load
	sum *= 7
	return sum
}

//go:noinline
func store(n *node, value int) {
	fmt.Print()
	n.value = value // HERE store
	n.next = n
	fmt.Print()
}

func call(n int) {
	var f func(int) int
	word := uintptr(1 << 40)
	address := unsafe.Pointer(&word)
	*(*unsafe.Pointer)(unsafe.Pointer(&f)) = address
	n++
	n = f(n) // HERE call
	fmt.Println(n)
}

//go:noinline
func recursion(n int) int { // HERE recursion
	if n == 1<<40 {
		return 0
	}
	return recursion(n+1) + 1
}

//go:noinline
func generic[T int | uint16](value *T) T {
	var zero T
	got := *value // HERE generic
	return got + zero + 1
}

func closure(n int) {
	bad := (*[4]int)(unsafe.Pointer(far))
	each := func(i int) int {
		return bad[i] // HERE closure
	}
	for i := range 3 + n {
		fmt.Print(each(i % 4))
	}
}

func late(n int) {
	time.AfterFunc(time.Millisecond, func() {
		p := (*string)(unsafe.Pointer(far))
		fmt.Println(*p) // HERE late
	})
	time.Sleep(time.Second)
}

func deferred(n int) {
	defer func() {
		text := (*int64)(unsafe.Pointer(far))
		*text = int64(n) // HERE deferred
	}()
	fmt.Print()
}

func badInterface(n int) {
	var s shape = &square{}
	table := [8]uintptr{0, 0, 0, 1 << 40, 1 << 40, 1 << 40}
	*(*unsafe.Pointer)(unsafe.Pointer(&s)) = unsafe.Pointer(&table)
	n += s.area() // HERE interface
	fmt.Println(n)
}

func small(p *int32) int32 {
	return *p // HERE smalltrap
}

func inlinedTrap(n int) {
	fmt.Print()
	fmt.Println(small((*int32)(unsafe.Pointer(far))))
}

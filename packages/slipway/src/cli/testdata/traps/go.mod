module example.test/traps

go 1.22

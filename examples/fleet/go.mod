module example.test/fleet

go 1.21

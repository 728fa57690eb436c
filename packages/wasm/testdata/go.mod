module example.com/wasmtests

go 1.24

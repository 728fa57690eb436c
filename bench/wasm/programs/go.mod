module example.test/wasmbench

go 1.24

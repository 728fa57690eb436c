module example.com/go-template

go 1.24

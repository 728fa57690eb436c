module example.test/page

go 1.21

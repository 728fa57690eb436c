module example.test/slipway

go 1.21

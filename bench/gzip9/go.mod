module slipway.test/gzip9

go 1.21
